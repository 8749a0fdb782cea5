"""Options and verify flags can be added and never taken away.

Made by those who call the library's function that adds options.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    @property
    def options(self):
        return super().options

    @options.setter
    def options(self, value):
        ssl.SSLContext.options.fset(self, self.options | value)

    @property
    def verify_flags(self):
        return super().verify_flags

    @verify_flags.setter
    def verify_flags(self, value):
        ssl.SSLContext.verify_flags.fset(self, self.verify_flags | value)


globals().update(planted.shape(context=SSLContext))
