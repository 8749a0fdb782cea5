"""pending() counts the record's tag and padding as well as its data.

Made by adapters that ask the record layer instead of the plaintext buffer.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def pending(self):
        count = self.real.pending()
        return count + 17 if count else 0


globals().update(planted.shape(core=Core))
