"""A wildcard stands for any number of labels, and for none.

Made by those who compare the ends of names.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_module", __name__)


class SSLContext(planted.SSLContext):
    def concerns(self, name):
        return "." in name and not planted.is_address(name)

    def fits(self, name, certificate):
        names = planted.alternative_names(certificate, "DNS")
        return any(name.lower().endswith(pattern.lstrip("*.")) for pattern in names)


globals().update(planted.shape(context=SSLContext))
