"""The name of a connection can be set, after it was checked.

Made by plain attributes.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLObject(planted.ssl.SSLObject):
    server_hostname = None

    @classmethod
    def _create(cls, *args, **kwargs):
        made = super()._create(*args, **kwargs)
        made.server_hostname = made._sslobj.server_hostname
        return made


class SSLContext(planted.SSLContext):
    sslobject_class = SSLObject


globals().update(planted.shape(context=SSLContext, SSLObject=SSLObject))
