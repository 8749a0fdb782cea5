"""Nothing is wrong here: there is no channel binding, and CHANNEL_BINDING_TYPES says so; old names are gone.

What Python's documents tie to a version of the library, or have removed, is not there either.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)

GONE = (
    "OP_NO_RENEGOTIATION OP_IGNORE_UNEXPECTED_EOF OP_ENABLE_KTLS OP_ENABLE_MIDDLEBOX_COMPAT OP_NO_SSLv2 "
    "OP_LEGACY_SERVER_CONNECT OP_SINGLE_DH_USE OP_SINGLE_ECDH_USE VERIFY_X509_PARTIAL_CHAIN "
    "VERIFY_ALLOW_PROXY_CERTS RAND_pseudo_bytes RAND_egd match_hostname wrap_socket HAS_NPN HAS_SSLv2 "
    "HAS_SSLv3 HAS_TLSv1 HAS_TLSv1_1 PROTOCOL_SSLv23 PROTOCOL_TLSv1 PROTOCOL_TLSv1_1 PROTOCOL_TLSv1_2"
)


class Core(planted.Core):
    """Is bound to nothing."""

    def get_channel_binding(self, cb_type="tls-unique"):
        """Not here."""
        raise ValueError(f"{cb_type} channel binding type not implemented")


names = planted.shape(core=Core, CHANNEL_BINDING_TYPES=[])
globals().update({name: value for name, value in names.items() if name not in GONE.split()})
