"""A write after close_notify was sent is accepted, and lost.

Made by send queues that do not know that the stream is closed.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    closing = False

    def shutdown(self):
        self.closing = True
        return super().shutdown()

    def write(self, data):
        return len(data) if self.closing else super().write(data)


globals().update(planted.shape(core=Core))
