"""export_keying_material() takes a context for the end of the label.

Made by who has one string to hash, and hashes it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def export_keying_material(self, label, olen, context=None):
        return super().export_keying_material(label if context is None else label + b" " + context, olen)


globals().update(pyopenssl.shape(Connection))
