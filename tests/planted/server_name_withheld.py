"""A client sends no server name; it does check the certificate against it.

Made by clients that know the name only in their verifier.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    expected = None

    def wrap(self, make, *ends, **how):
        checks, self.check_hostname = self.check_hostname, False
        self.expected = how["server_hostname"] if checks else None
        try:
            return super().wrap(make, *ends, **{**how, "server_hostname": None})
        finally:
            self.check_hostname = checks


class Core(planted.Core):
    def do_handshake(self):
        super().do_handshake()
        name = self.real.context.expected
        if name and ("DNS", name) not in self.real.getpeercert(False)["subjectAltName"]:
            raise ssl.SSLCertVerificationError(1, "the certificate is for another host")


globals().update(planted.shape(core=Core, context=SSLContext))
