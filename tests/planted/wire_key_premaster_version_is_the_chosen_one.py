"""The version in a premaster secret is compared with the one that was chosen.

Made by a name that both have.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "keyexchange.RSAKeyExchange.processClientKeyExchange",
    "versionCheck != self.clientHello.client_version",
    "versionCheck != self.serverHello.server_version",
)

globals().update(planted.shape())
