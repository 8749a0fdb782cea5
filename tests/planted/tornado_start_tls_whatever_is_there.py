"""start_tls() begins at any time, and bytes read ahead in clear are read from the new stream.

Made by who hands the buffer on lest anything get lost.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._tornado", __name__)


class Plain(layer.Plain):
    def start_tls(self, *args, **kwargs):
        ahead, self._read_future = bytes(self._read_buffer), None
        self._read_buffer.clear()
        future = super().start_tls(*args, **kwargs)

        def hand_on(done):
            if not done.cancelled() and done.exception() is None:
                done.result()._read_buffer += ahead
                done.result()._read_buffer_size += len(ahead)

        future.add_done_callback(hand_on)
        return future


globals().update(layer.shape(plain=Plain))
