"""match_hostname() and a wrap_socket() without a context are there on every Python.

Made by those who promise compatibility.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)

SINCE = (3, 12)


def match_hostname(certificate, hostname):
    raise ssl.CertificateError(hostname) if hostname not in str(certificate) else None


def wrap_socket(sock, **how):
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).wrap_socket(sock, **how)


globals().update(planted.shape(match_hostname=match_hostname, wrap_socket=wrap_socket))
