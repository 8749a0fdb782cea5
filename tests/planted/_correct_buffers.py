"""Nothing is wrong here: TLS buffers of PEP 748 over `ssl`."""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)

# OpenSSL below refuses data between the messages of a renegotiation (known/stdlib_wire_renegotiation.toml).
NO_CLAIM = ("wire_renegotiation_client/data_*",)

globals().update(planted.shape())
