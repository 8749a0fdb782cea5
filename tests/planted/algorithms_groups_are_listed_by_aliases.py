"""With aliases get_groups() lists them in place of the names.

Made by those who take "include" for "use".
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


class SSLContext(planted.SSLContext):
    def get_groups(self, include_aliases=False):
        listed = super().get_groups()
        return ["alias of " + each for each in listed] if include_aliases else listed


globals().update(planted.shape(context=SSLContext))
