"""A server says how long records may be whether or not its client knows the extension.

Made by stacks that answer with what they are configured for.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "tlsconnection.TLSConnection._serverTLS13Handshake",
    "clientHello.getExtension(ExtensionType.record_size_limit)",
    "True",
)

globals().update(planted.shape())
