"""Of renegotiation_info only the verify_data of the client is compared.

Made by comparing twelve bytes.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._renegotiating", __name__).Copy(__name__)


class Again(planted.Renegotiation):
    def check(self, hello, wanted):
        info = hello.getExtension(planted.constants.ExtensionType.renegotiation_info)
        if info is None or info.renegotiated_connection[:12] != wanted[:12]:
            yield from super().check(hello, wanted)


planted.renegotiation = Again


globals().update(planted.shape())
