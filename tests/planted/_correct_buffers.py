"""Nothing is wrong here: TLS buffers of PEP 748 over `ssl`."""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)

# What OpenSSL below refuses (known/stdlib_wire_*.toml): data amid a renegotiation, early change_cipher_spec.
NO_CLAIM = (
    "wire_renegotiation_client/data_*",
    "wire_finished/tls13_a_change_cipher_spec_before_server_hello_is_dropped",
)

globals().update(planted.shape())
