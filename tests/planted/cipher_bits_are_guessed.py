"""cipher() takes the number of secret bits from the suite's name: 256 if it says so, or else 128.

Made by layers whose library tells a name alone. ChaCha20 has no number in its name.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def cipher(self):
        told = self.real.cipher()
        return told and (
            told[0],
            told[1],
            256 if "256" in told[0].partition("_SHA")[0].partition("-SHA")[0] else 128,
        )


globals().update(planted.shape(core=Core))
