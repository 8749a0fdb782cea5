"""A second list of ciphers is added to the first.

Made by those who think of it as allowing.
"""

import weakref
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


_LISTS = weakref.WeakKeyDictionary()


class SSLContext(planted.SSLContext):
    def set_ciphers(self, ciphers):
        super().set_ciphers(ciphers)
        together = ":".join([*_LISTS.get(self, []), ciphers])
        super().set_ciphers(together)
        _LISTS[self] = [together]


globals().update(planted.shape(context=SSLContext))
