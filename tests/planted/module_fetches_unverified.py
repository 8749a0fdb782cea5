"""get_server_certificate() verifies nothing, whatever authorities it is told.

Made by those who want to look at a certificate.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def get_server_certificate(addr, ssl_version=ssl.PROTOCOL_TLS_CLIENT, ca_certs=None, **how):
    return ssl.get_server_certificate(addr, ssl_version, **how)


globals().update(planted.shape(get_server_certificate=get_server_certificate))
