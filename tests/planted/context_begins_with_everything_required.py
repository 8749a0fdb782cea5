"""A new context for servers requires certificates of clients.

Made by those who take strict for safe.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def __init__(self, _protocol):
        self.verify_mode = ssl.CERT_REQUIRED


globals().update(planted.shape(context=SSLContext))
