"""A second list of application protocols is added to the first.

Made by those who register protocols one by one.
"""

import weakref
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


_LISTS = weakref.WeakKeyDictionary()


class SSLContext(planted.SSLContext):
    def set_alpn_protocols(self, protocols):
        together = [*_LISTS.get(self, []), *protocols]
        super().set_alpn_protocols(together)
        _LISTS[self] = together


globals().update(planted.shape(context=SSLContext))
