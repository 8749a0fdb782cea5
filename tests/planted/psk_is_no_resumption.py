"""session_reused is false where a pre-shared key was used: no session was resumed.

Made by those who look for a session.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


SINCE = (3, 13)


class Core(planted.Core):
    @property
    def session_reused(self):
        return self.real.session_reused and self.real.getpeercert(True) is not None


globals().update(planted.shape(core=Core))
