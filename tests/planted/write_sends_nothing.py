"""A write is accepted, and nothing is sent.

Made by queues that nobody flushes.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def write(self, data):
        return len(data)


globals().update(planted.shape(core=Core))
