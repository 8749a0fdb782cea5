"""group() of a client that offers a session is the session's, before the handshake and after it.

Made by those who keep the group with the session.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


class Core(planted.Core):
    def group(self):
        context = self.real.context
        if self.established and not self.real.session_reused:
            vars(context)["group_of_session"] = super().group()
        reused = self.real.session is not None or self.real.session_reused
        return vars(context).get("group_of_session") if reused else super().group()

    def do_handshake(self):
        super().do_handshake()
        self.group()


globals().update(planted.shape(core=Core))
