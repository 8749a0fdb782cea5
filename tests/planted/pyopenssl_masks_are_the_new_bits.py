"""set_options() and set_mode() give the bits that were added.

Made by who knows what was there before.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Context(pyopenssl.Context):
    def set_options(self, options):
        return super().set_options(options) & options

    def set_mode(self, mode):
        return super().set_mode(mode) & mode


globals().update(pyopenssl.shape(context=Context))
