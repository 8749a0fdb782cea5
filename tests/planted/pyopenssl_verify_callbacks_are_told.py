"""The callback for certificates is told of each; what it returns is ignored.

Made by who has it for a log.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Context(pyopenssl.Context):
    def set_verify(self, mode, callback=None):
        def telling(*arguments):
            callback(*arguments)
            return bool(arguments[-1])

        super().set_verify(mode, callback and telling)


globals().update(pyopenssl.shape(context=Context))
