"""What the server name callback raises or returns is ignored.

Made by layers that guard every callback with a bare except.
"""

from contextlib import suppress
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    @property
    def sni_callback(self):
        return super().sni_callback

    @sni_callback.setter
    def sni_callback(self, callback):
        def guarded(connection, name, context):
            with suppress(Exception):
                callback(connection, name, context)

        planted.SSLContext.sni_callback.__set__(self, guarded if callback else None)


globals().update(planted.shape(context=SSLContext))
