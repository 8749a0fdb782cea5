"""export_keying_material() takes an empty context for none.

Made by who asks "if context" where "if context is not None" is meant.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def export_keying_material(self, label, olen, context=None):
        return super().export_keying_material(label, olen, context or None)


globals().update(pyopenssl.shape(Connection))
