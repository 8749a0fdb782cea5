"""The callback for the client's server name is never called.

Made by servers that accept a callback and do not wire it up.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    sni_callback = None


globals().update(planted.shape(context=SSLContext))
