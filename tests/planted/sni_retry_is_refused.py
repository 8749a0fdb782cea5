"""A client that has to send a second ClientHello is refused under a context set in sni_callback.

Made by those who have not thought of a HelloRetryRequest.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    @property
    def sni_callback(self):
        return ssl.SSLContext.sni_callback.__get__(self)

    @sni_callback.setter
    def sni_callback(self, callback):
        def switching(connection, name, context):
            result = callback(connection, name, context)
            if connection.context is not self:
                ssl.SSLContext.sni_callback.__set__(connection.context, _refuses)
            return result

        ssl.SSLContext.sni_callback.__set__(self, switching if callable(callback) else callback)


def _refuses(_connection, _name, _context):
    return ssl.AlertDescription.ALERT_DESCRIPTION_UNRECOGNIZED_NAME


globals().update(planted.shape(context=SSLContext))
