"""A second name callback is called besides the first, and None takes none away.

Made by using a list of listeners.
"""

import ssl
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
        if not callable(callback):
            return
        before = self.sni_callback

        def both(*arguments):
            answer = before(*arguments) if before else None
            return answer or callback(*arguments)

        ssl.SSLContext.sni_callback.__set__(self, both)


globals().update(planted.shape(context=SSLContext))
