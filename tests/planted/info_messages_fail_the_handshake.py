"""An exception of the message hook ends the connection with an SSLError.

Made by treating every callback as one that decides.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


_failed = []


class Core(planted.Core):
    def do_handshake(self):
        try:
            self.real.do_handshake()
        finally:
            self._check()

    def write(self, data):
        count = self.real.write(data)
        self._check()
        return count

    def _check(self):
        if _failed:
            _failed.clear()
            raise ssl.SSLError(1, "the callback failed")


class SSLContext(planted.SSLContext):
    @property
    def _msg_callback(self):
        return vars(self).get("hook")

    @_msg_callback.setter
    def _msg_callback(self, hook):
        def strict(*arguments):
            try:
                hook(*arguments)
            except Exception:
                _failed.append(True)

        ssl.SSLContext._msg_callback.__set__(self, strict if callable(hook) else hook)
        vars(self)["hook"] = hook


globals().update(planted.shape(core=Core, context=SSLContext))
