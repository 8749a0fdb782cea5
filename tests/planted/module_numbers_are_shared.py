"""SSL_ERROR_EOF has the number of SSL_ERROR_SSL.

Made by those whose library has no such error.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


globals().update(planted.shape(SSL_ERROR_EOF=ssl.SSL_ERROR_SSL))
