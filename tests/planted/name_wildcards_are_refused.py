"""A wildcard matches nothing but itself.

Made by those who compare whole names, and stop there.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_module", __name__)


class SSLContext(planted.SSLContext):
    def concerns(self, name):
        return "." in name and not planted.is_address(name)

    def fits(self, name, certificate):
        return name.lower() in planted.alternative_names(certificate, "DNS")


globals().update(planted.shape(context=SSLContext))
