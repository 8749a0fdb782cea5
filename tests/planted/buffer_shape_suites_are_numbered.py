"""CipherSuite's members are numbered as they come.

Made by `enum.auto()`.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


CipherSuite = import_module("enum").Enum("CipherSuite", [each.name for each in planted.CipherSuite])


globals().update(planted.shape(CipherSuite=CipherSuite))
