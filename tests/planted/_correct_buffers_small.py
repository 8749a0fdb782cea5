"""Nothing is wrong here: PEP 748 buffers that hold little, read and write short, and say when they are full.

The shape of bindings with ring buffers of a fixed size.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)

# What OpenSSL below refuses (known/stdlib_wire_*.toml): data amid a renegotiation, early change_cipher_spec,
# a close_notify of another level.
NO_CLAIM = (
    "wire_renegotiation_client/data_*",
    "wire_finished/tls13_a_change_cipher_spec_before_server_hello_is_dropped",
    "regressions/tls13_a_close_notify_of_any_level_is_one",
)

CAPACITY = 20_000
READ, WRITE = 1_000, 16_000


class Buffer(planted.Buffer):
    def process_incoming(self, data_from_network):
        if self.incoming.pending + len(data_from_network) > CAPACITY:
            raise planted.WantReadError
        super().process_incoming(data_from_network)

    def take(self, amt):
        return super().take(min(amt, READ))

    def write(self, buf):
        if self.outgoing.pending > CAPACITY:
            raise planted.WantWriteError
        with memoryview(buf) as view:
            return super().write(bytes(view[:WRITE]))


globals().update(planted.shape(buffer=Buffer))
