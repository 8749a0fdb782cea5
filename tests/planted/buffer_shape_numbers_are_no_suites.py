"""Only members of CipherSuite can be configured; their numbers are passed over.

Made by a look-up in the enum.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Context(planted.Context):
    def __init__(self, configuration):
        known = [each for each in configuration.ciphers or () if isinstance(each, planted.CipherSuite)]
        super().__init__(configuration._replace(ciphers=known or None))


globals().update(planted.shape(context=Context))
