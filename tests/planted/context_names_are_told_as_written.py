"""A connection tells its name as it was written, in Unicode.

Made by those who keep the argument.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLObject(planted.ssl.SSLObject):
    @property
    def server_hostname(self):
        name = super().server_hostname
        return name.encode("ascii").decode("idna") if name else name


class SSLContext(planted.SSLContext):
    sslobject_class = SSLObject


globals().update(planted.shape(context=SSLContext, SSLObject=SSLObject))
