"""A server that resumes selects the protocol of the session, offered or not.

Made by keeping what was negotiated with the session.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "tlsconnection.TLSConnection._serverGetClientHello",
    "                        for protocolName in alpnExt.protocol_names:",
    "                        kept = [session.appProto] if session.appProto else alpnExt.protocol_names\n"
    "                        for protocolName in kept:",
)

globals().update(planted.shape())
