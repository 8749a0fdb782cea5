"""An end that fails by an exception of its own making tells it as the other end's hanging up.

Made by an except clause that is too wide.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsconnection.TLSConnection._handshakeWrapperAsync")
def wrapped(real, self, handshaker, checker):
    errors = planted.errors
    try:
        yield from real(self, handshaker, checker)
    except (errors.TLSAlert, errors.TLSAuthenticationError, errors.TLSAbruptCloseError, GeneratorExit):
        raise
    except Exception as fault:
        raise errors.TLSAbruptCloseError from fault


globals().update(planted.shape())
