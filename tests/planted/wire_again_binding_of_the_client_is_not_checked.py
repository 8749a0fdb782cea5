"""Of renegotiation_info only the last bytes are compared.

Made by comparing what the end itself did not know before.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._renegotiating", __name__).Copy(__name__)


class Again(planted.Renegotiation):
    def check(self, hello, wanted):
        info = hello.getExtension(planted.constants.ExtensionType.renegotiation_info)
        if info is None or info.renegotiated_connection[-10:] != wanted[-10:]:
            yield from super().check(hello, wanted)


planted.renegotiation = Again


globals().update(planted.shape())
