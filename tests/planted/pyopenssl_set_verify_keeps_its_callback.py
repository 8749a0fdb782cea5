"""Context.set_verify() changes the mode alone where it is given no callback.

Made by who takes what was there before for the default of an argument.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Context(pyopenssl.Context):
    callback = None

    def set_verify(self, mode, callback=None):
        self.callback = callback or self.callback
        super().set_verify(mode, self.callback)


globals().update(pyopenssl.shape(context=Context))
