"""A client's callback for OCSP is told of what was stapled; what it returns is ignored.

Made by who fails softly.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Context(pyopenssl.Context):
    def set_ocsp_client_callback(self, callback, data=None):
        def telling(*arguments):
            callback(*arguments)
            return True

        super().set_ocsp_client_callback(telling, data)


globals().update(pyopenssl.shape(context=Context))
