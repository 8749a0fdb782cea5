"""context.configuration is an empty configuration.

Made by keeping only what the library was told.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Context(planted.Context):
    @property
    def configuration(self):
        return type(self._configuration)()


globals().update(planted.shape(context=Context))
