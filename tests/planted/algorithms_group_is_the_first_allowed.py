"""group() tells the first group that the context allows, not the one agreed on.

Made by those who ask the context instead of the connection.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


class SSLContext(planted.SSLContext):
    first = "x25519"

    def set_groups(self, groups, /):
        super().set_groups(groups)
        self.first = groups.split(":")[0]


class Core(planted.Core):
    def group(self):
        return self.real.context.first if self.established else None


globals().update(planted.shape(core=Core, context=SSLContext))
