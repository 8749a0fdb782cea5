"""Nothing is wrong here: a module with exception classes of its own, related to `ssl`'s by name alone.

The shape of bindings to another TLS library.
"""

import ssl
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLError(OSError):
    """The root of this module's exceptions."""

    library = reason = verify_code = verify_message = None

    def __str__(self):
        return self.strerror or super().__str__()


class SSLZeroReturnError(SSLError):
    """The peer has closed."""


class SSLEOFError(SSLError):
    """The wire was cut."""


class SSLSyscallError(SSLError):
    """The transport failed."""


class SSLWantReadError(SSLError):
    """Bytes are needed."""


class SSLWantWriteError(SSLError):
    """Room is needed."""


class SSLCertVerificationError(SSLError, ValueError):
    """The peer's certificate is not good."""


OWN = (
    SSLZeroReturnError,
    SSLEOFError,
    SSLSyscallError,
    SSLWantReadError,
    SSLWantWriteError,
    SSLCertVerificationError,
    SSLError,
)


@contextmanager
def translated():
    """Exceptions of `ssl` leave as those of this module."""
    try:
        yield
    except ssl.SSLError as error:
        own = next(own for own in OWN if isinstance(error, getattr(ssl, own.__name__)))(*error.args)
        for name in ("library", "reason", "verify_code", "verify_message"):
            setattr(own, name, getattr(error, name, None))
        raise own from None


class Core(planted.Core):
    """CPython's connection with this module's exceptions."""

    def do_handshake(self):
        """Translated."""
        with translated():
            super().do_handshake()

    def take(self, size):
        """Translated."""
        with translated():
            return super().take(size)

    def write(self, data):
        """Translated."""
        with translated():
            return super().write(data)

    def shutdown(self):
        """Translated."""
        with translated():
            return super().shutdown()

    def verify_client_post_handshake(self):
        """Translated."""
        with translated():
            self.real.verify_client_post_handshake()


class SSLContext(planted.SSLContext):
    """CPython's context with this module's exceptions."""


def _translating(cls, name):
    """The method of `cls`, its exceptions translated."""

    def method(*args, **how):
        with translated():
            return getattr(cls, name)(*args, **how)

    return method


for _name in (
    "load_cert_chain", "load_dh_params", "load_verify_locations", "set_alpn_protocols", "set_ciphers",
    "set_ciphersuites", "set_client_sigalgs", "set_ecdh_curve", "set_groups", "set_psk_client_callback",
    "set_psk_server_callback", "set_server_sigalgs", "wrap_bio", "wrap_socket",
):  # fmt: skip
    if hasattr(planted.SSLContext, _name):
        setattr(SSLContext, _name, _translating(planted.SSLContext, _name))


class MemoryBIO(planted.MemoryBIO):
    """CPython's MemoryBIO with this module's exceptions."""

    write = _translating(planted.MemoryBIO, "write")


class SSLSocket(ssl.SSLSocket):
    """CPython's socket, which knows this module's SSLEOFError for an end of the transport."""

    def read(self, len=1024, buffer=None):  # noqa: A002 -- as it is documented
        """As `ssl.SSLSocket.read`."""
        try:
            return super().read(len, buffer)
        except SSLEOFError:
            if not self.suppress_ragged_eofs:
                raise
            return b"" if buffer is None else 0


_own = {cls.__name__: cls for cls in OWN}
globals().update(
    planted.shape(
        core=Core,
        context=SSLContext,
        bio=MemoryBIO,
        sock=SSLSocket,
        CertificateError=SSLCertVerificationError,
        get_server_certificate=_translating(ssl, "get_server_certificate"),
        **_own,
    )
)
