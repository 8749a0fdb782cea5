"""unwrap() returns without sending close_notify.

Made by wrappers that leave closing to the transport.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Core(planted.Core):
    def shutdown(self):
        return None


globals().update(planted.shape(core=Core))
