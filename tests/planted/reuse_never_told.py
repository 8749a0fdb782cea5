"""session_reused is always False.

Made by adapters with a stub where the stack below has no such call.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    session_reused = False


globals().update(planted.shape(core=Core))
