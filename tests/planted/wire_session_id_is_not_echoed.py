"""A TLS 1.3 server answers with an empty session ID.

Made by fields that are called legacy.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.ServerHello.create")
def create(real, self, version, random, session_id, *args, **how):
    kinds = [each.extType for each in how.get("extensions") or ()]
    modern = planted.constants.ExtensionType.supported_versions in kinds
    return real(self, version, random, bytearray() if modern else session_id, *args, **how)


globals().update(planted.shape())
