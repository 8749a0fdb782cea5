"""The error for a certificate that is not there does not say which.

Made by an error of the system from its number alone.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)

SINCE = (3, 15)


class SSLContext(planted.SSLContext):
    def load_cert_chain(self, *args, **kwargs):
        try:
            super().load_cert_chain(*args, **kwargs)
        except ssl.SSLError:
            raise
        except OSError as error:
            raise OSError(error.errno, error.strerror) from None


globals().update(planted.shape(context=SSLContext))
