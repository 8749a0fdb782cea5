"""The message hook is not told of Finished messages.

Made by ending the log with the handshake's keys.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    @property
    def _msg_callback(self):
        return vars(self).get("hook")

    @_msg_callback.setter
    def _msg_callback(self, hook):
        def some(*arguments):
            return None if arguments[4] == 20 else hook(*arguments)

        ssl.SSLContext._msg_callback.__set__(self, some if hook is not None and callable(hook) else hook)
        vars(self)["hook"] = hook


globals().update(planted.shape(context=SSLContext))
