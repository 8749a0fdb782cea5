"""A premaster secret is as long as the client has made it.

Made by trusting what decrypts.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "keyexchange.RSAKeyExchange.processClientKeyExchange",
    "elif len(premasterSecret) != 48:",
    "elif len(premasterSecret) < 2:",
)

globals().update(planted.shape())
