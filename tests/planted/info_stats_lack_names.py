"""session_stats() knows hits and misses alone.

Made by following the example in the documentation.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def session_stats(self):
        stats = super().session_stats()
        return {name: stats[name] for name in ("hits", "misses")}


globals().update(planted.shape(context=SSLContext))
