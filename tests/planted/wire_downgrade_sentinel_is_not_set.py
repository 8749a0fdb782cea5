"""A server that could do better sends no downgrade sentinel.

Made by stacks older than RFC 8446.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.ServerHello.create")
def create(real, self, version, random, *args, **how):
    if random[-8:] == planted.constants.TLS_1_2_DOWNGRADE_SENTINEL:
        random[-8:] = planted.utils.cryptomath.getRandomBytes(8)
    return real(self, version, random, *args, **how)


globals().update(planted.shape())
