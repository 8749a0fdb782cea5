"""export_keying_material() gives no more bytes than a hash has.

Made by who has forgotten that P_hash goes on.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def export_keying_material(self, label, olen, context=None):
        return super().export_keying_material(label, min(olen, 48), context)


globals().update(pyopenssl.shape(Connection))
