"""get_groups() lists groups that no context can be set to.

Made by those who list what was registered.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


class SSLContext(planted.SSLContext):
    def get_groups(self, *, include_aliases=False):
        return [*super().get_groups(include_aliases=include_aliases), "arbitrary_explicit_prime_curves"]


globals().update(planted.shape(context=SSLContext))
