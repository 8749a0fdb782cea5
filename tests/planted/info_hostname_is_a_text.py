"""server_hostname is an empty text where there is no name.

Made by bindings whose strings cannot be null.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLObject(ssl.SSLObject):
    @property
    def server_hostname(self):
        return super().server_hostname or ""


class SSLContext(planted.SSLContext):
    sslobject_class = SSLObject


globals().update(planted.shape(context=SSLContext))
