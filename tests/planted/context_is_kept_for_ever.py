"""A context is never let go, with all that it refers to.

Made by a registry of contexts that nobody clears.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


_all = []


class SSLContext(planted.SSLContext):
    def __init__(self, *_args, **_how):
        super().__init__()
        _all.append(self)


globals().update(planted.shape(context=SSLContext))
