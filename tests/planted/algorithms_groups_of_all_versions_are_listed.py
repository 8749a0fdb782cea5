"""get_groups() lists the groups of every version there is, whatever the bounds are.

Made by those who ask the library, not the context.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


class SSLContext(planted.SSLContext):
    def get_groups(self, *, include_aliases=False):
        fresh = planted.SSLContext(self.protocol)
        return fresh.get_groups(include_aliases=include_aliases)


globals().update(planted.shape(context=SSLContext))
