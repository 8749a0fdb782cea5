"""The name callback is forgotten once nobody else refers to it.

Made by a weak reference that was to break a cycle.
"""

import ssl
import weakref
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    @property
    def sni_callback(self):
        return ssl.SSLContext.sni_callback.__get__(self)

    @sni_callback.setter
    def sni_callback(self, callback):
        ssl.SSLContext.sni_callback.__set__(self, callback)
        if callback is None:
            return
        left = weakref.ref(callback)

        def called(*arguments):
            known = left()
            return known(*arguments) if known else None

        ssl.SSLContext.sni_callback.__set__(self, called)


globals().update(planted.shape(context=SSLContext))
