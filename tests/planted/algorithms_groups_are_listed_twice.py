"""get_groups() lists a group under each version that has it.

Made by those who join lists.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


class SSLContext(planted.SSLContext):
    def get_groups(self, *, include_aliases=False):
        return super().get_groups(include_aliases=include_aliases) * 2


globals().update(planted.shape(context=SSLContext))
