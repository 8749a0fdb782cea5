"""Names are compared with their case.

Made by the operator ==.
"""

import fnmatch
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_module", __name__)


class SSLContext(planted.SSLContext):
    def concerns(self, name):
        return name != name.lower()

    def fits(self, name, certificate):
        names = planted.alternative_names(certificate, "DNS")
        return any(fnmatch.fnmatchcase(name, pattern) for pattern in names) and name in names


globals().update(planted.shape(context=SSLContext))
