"""set_max_proto_version() counts the first time alone.

Made by who guards a Context against being changed.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Context(pyopenssl.Context):
    limited = False

    def set_max_proto_version(self, version):
        if not self.limited:
            super().set_max_proto_version(version)
        self.limited = True


globals().update(pyopenssl.shape(context=Context))
