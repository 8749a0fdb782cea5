"""The message hook cannot be taken away, and may be anything.

Made by a setter that only sets.
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
        vars(self)["hook"] = hook
        if callable(hook):
            ssl.SSLContext._msg_callback.__set__(self, hook)


globals().update(planted.shape(context=SSLContext))
