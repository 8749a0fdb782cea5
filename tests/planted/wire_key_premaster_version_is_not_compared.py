"""The version in a premaster secret is not looked at.

Made by leaving out what honest clients never show.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "keyexchange.RSAKeyExchange.processClientKeyExchange",
    "if versionCheck != self.clientHello.client_version:",
    "if False:",
)

globals().update(planted.shape())
