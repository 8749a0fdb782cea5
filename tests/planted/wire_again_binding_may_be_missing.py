"""A renegotiation without renegotiation_info, or with an empty one, is taken as in the days before RFC 5746.

Made by checking the extension where it is there.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._renegotiating", __name__).Copy(__name__)


class Again(planted.Renegotiation):
    def check(self, hello, wanted):
        info = hello.getExtension(planted.constants.ExtensionType.renegotiation_info)
        if info is not None and info.renegotiated_connection:
            yield from super().check(hello, wanted)


planted.renegotiation = Again


globals().update(planted.shape())
