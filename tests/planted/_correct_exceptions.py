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


_own = {cls.__name__: cls for cls in OWN}
globals().update(planted.shape(core=Core, CertificateError=SSLCertVerificationError, **_own))
