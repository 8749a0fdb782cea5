"""peek_outgoing takes the bytes out, so that consume_outgoing discards others behind them.

Made by reading where peeking was meant.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Buffer(planted.WrappedBuffer):
    def peek_outgoing(self, amt):
        data = super().peek_outgoing(amt)
        super().consume_outgoing(len(data))
        return data


globals().update(planted.shape_543(buffer=Buffer))
