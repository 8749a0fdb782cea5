"""A second ClientHello whose renegotiation_info begins, or ends, as it should is taken.

Made by comparing as many bytes as there are.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._renegotiating", __name__).Copy(__name__)


class Again(planted.Renegotiation):
    def check(self, hello, wanted):
        info = hello.getExtension(planted.constants.ExtensionType.renegotiation_info)
        said = bytes(info.renegotiated_connection or b"") if info else b""
        if not said or not (wanted.startswith(said) or said.startswith(wanted)):
            yield from super().check(hello, wanted)


planted.renegotiation = Again


globals().update(planted.shape())
