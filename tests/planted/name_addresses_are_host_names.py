"""An address is looked for among the host names as well.

Made by those who compare the text with every name there is.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_module", __name__)


class SSLContext(planted.SSLContext):
    def concerns(self, name):
        return planted.is_address(name)

    def fits(self, name, certificate):
        return name in [value for _, value in certificate.get("subjectAltName", ())]


globals().update(planted.shape(context=SSLContext))
