"""Nothing is wrong here: TLS buffers of PEP 543 over `ssl`."""

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

globals().update(planted.shape_543())
