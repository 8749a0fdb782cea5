"""Every connection tells that it is a client's.

Made by a default that nobody overrides.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLObject(planted.ssl.SSLObject):
    server_side = False


class SSLContext(planted.SSLContext):
    sslobject_class = SSLObject


globals().update(planted.shape(context=SSLContext, SSLObject=SSLObject))
