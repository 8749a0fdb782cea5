"""The statistics of a context count its making.

Made by counters that begin at one.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def session_stats(self):
        return {**super().session_stats(), "number": 1}


globals().update(planted.shape(context=SSLContext))
