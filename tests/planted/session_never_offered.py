"""A session to resume is accepted and never offered.

Made by clients that lose an argument on the way down.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap(self, make, *ends, **how):
        return super().wrap(make, *ends, **{**how, "session": None})


globals().update(planted.shape(context=SSLContext))
