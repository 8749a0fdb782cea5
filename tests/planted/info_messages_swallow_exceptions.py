"""Exceptions of the message hook are lost.

Made by guarding a callback with a bare except.
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
        def quiet(*arguments):
            try:
                hook(*arguments)
            except Exception:
                return

        ssl.SSLContext._msg_callback.__set__(self, quiet if callable(hook) else hook)
        vars(self)["hook"] = hook


globals().update(planted.shape(context=SSLContext))
