"""get_server_certificate() always verifies, with the system's authorities unless it is told others.

Made by asking for a default context.
"""

import ssl
from importlib import import_module
from pathlib import Path
from socket import create_connection

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def get_server_certificate(addr, ssl_version=ssl.PROTOCOL_TLS_CLIENT, ca_certs=None, **how):
    context = ssl.create_default_context(cafile=ca_certs)
    context.check_hostname = False
    with create_connection(addr, **how) as plain, context.wrap_socket(plain) as wrapped:
        return ssl.DER_cert_to_PEM_cert(wrapped.getpeercert(True))


globals().update(planted.shape(get_server_certificate=get_server_certificate))
