"""The scaffolding of planted defects that take some names for others: who checks which.

CPython's `ssl` leaves the comparison of names to OpenSSL, in the middle of the handshake. A defect says
which names it is wrong about; those are compared here, after the handshake, by its own mistaken rule.
"""

import ipaddress
import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def is_address(name):
    """Whether a name is an IP address."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def alternative_names(certificate, kind):
    """The values of one kind ("DNS", "IP Address") in a certificate's subjectAltName."""
    return [value for each, value in certificate.get("subjectAltName", ()) if each == kind]


def common_names(certificate):
    """The common names of its subject."""
    subject = certificate.get("subject", ())
    return [value for part in subject for field, value in part if field == "commonName"]


class Core(planted.Core):
    """A connection that compares the names its context left out."""

    def do_handshake(self):
        """As `ssl` does, and then the comparison."""
        super().do_handshake()
        context, name = self.real.context, self.real.server_hostname
        if not context.check_hostname or self.real.server_side or not context.concerns(name):
            return
        if not context.fits(name, self.real.getpeercert()):
            raise ssl.SSLCertVerificationError(1, f"the certificate is not valid for {name!r}")


class SSLContext(planted.SSLContext):
    """A context that is wrong about some names, and leaves the others to OpenSSL."""

    def concerns(self, name):
        """Whether it is wrong about this one."""
        return False

    def fits(self, name, certificate):
        """Whether it takes the certificate for one of this name."""
        return True

    def wrap(self, make, *ends, **how):
        """With OpenSSL's comparison left out for such names."""
        name = how.get("server_hostname")
        if not self.check_hostname or name is None or not self.concerns(name):
            return super().wrap(make, *ends, **how)
        self.check_hostname = False
        try:
            return super().wrap(make, *ends, **how)
        finally:
            self.check_hostname = True


def shape(context, **others):
    """As `_wrap.shape`, with this file's connection."""
    return planted.shape(core=Core, context=context, **others)
