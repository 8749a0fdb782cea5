"""A name that contains the certificate's, or is part of it, is taken for it.

Made by the operator in.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_module", __name__)


class SSLContext(planted.SSLContext):
    def concerns(self, name):
        return name != "localhost" and not planted.is_address(name)

    def fits(self, name, certificate):
        names = planted.alternative_names(certificate, "DNS")
        return any(name in each or each in name for each in names)


globals().update(planted.shape(context=SSLContext))
