"""set_timeout() and set_session_cache_mode() give what they have set.

Made by who chains calls.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Context(pyopenssl.Context):
    def set_timeout(self, timeout):
        super().set_timeout(timeout)
        return timeout

    def set_session_cache_mode(self, mode):
        super().set_session_cache_mode(mode)
        return mode


globals().update(pyopenssl.shape(context=Context))
