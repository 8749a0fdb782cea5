"""Whatever is set as context is taken for one.

Made by using a plain attribute.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    _told = None
    context = property(
        lambda self: self._told or self.real.context, lambda self, value: setattr(self, "_told", value)
    )


globals().update(planted.shape(core=Core))
