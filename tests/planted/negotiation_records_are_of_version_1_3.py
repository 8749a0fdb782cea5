"""The record of a server's hello has the number of TLS 1.3 in its header.

Made by servers that put the version they have chosen into every header.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
hellos = import_module("._wrap_hello", __name__)


class Core(hellos.Core):
    def record(self, record):
        is_hello = record[0] == 22 and record[5] == hellos.SERVER
        return record[:1] + b"\x03\x04" + record[3:] if is_hello else record


globals().update(hellos.planted.shape(core=Core))
