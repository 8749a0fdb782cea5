"""session_stats() gives zeros.

Made by layers that count nothing.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def session_stats(self):
        return dict.fromkeys(super().session_stats(), 0)


globals().update(planted.shape(context=SSLContext))
