"""A new context for clients checks nothing.

Made by those who grew up with PROTOCOL_SSLv23.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def __init__(self, _protocol):
        self.check_hostname = False
        self.verify_mode = ssl.CERT_NONE


globals().update(planted.shape(context=SSLContext))
