"""A configuration of nothing has the system's trust store already.

Made by making defaults in the constructor.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class TLSClientConfiguration(planted.TLSClientConfiguration):
    def __new__(cls, trust_store=None, **others):
        return super().__new__(cls, trust_store=trust_store or planted.TrustStore.system(), **others)


globals().update(planted.shape(TLSClientConfiguration=TLSClientConfiguration))
