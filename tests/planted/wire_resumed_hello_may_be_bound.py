"""A server that resumes does not look at renegotiation_info.

Made by a short way for known sessions ahead of the checks of extensions.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "tlsconnection.TLSConnection._serverGetClientHello",
    "                    if renegoExt.renegotiated_connection:\n",
    "                    if False:\n",
)

globals().update(planted.shape())
