"""sni_callback is called with None for every name.

Made by reading the name before it was parsed.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Context(planted.Context):
    def _named(self, connection, name, context):
        return super()._named(connection, None, context)


globals().update(planted.shape_543(context=Context))
