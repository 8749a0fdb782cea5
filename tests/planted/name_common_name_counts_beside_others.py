"""The common name counts even where there are alternative names.

Made by those who append it to the list.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_module", __name__)


class SSLContext(planted.SSLContext):
    def concerns(self, name):
        return name == "localhost"

    def fits(self, name, certificate):
        return name in planted.alternative_names(certificate, "DNS") + planted.common_names(certificate)


globals().update(planted.shape(context=SSLContext))
