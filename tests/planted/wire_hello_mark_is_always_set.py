"""A server of TLS 1.2 alone marks its random as talked down.

Made by not asking what it could have spoken.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("messages.ServerHello.create")
def create(real, self, version, random, *args, **how):
    if not bytes(random).startswith(b"\xcf\x21\xad\x74"):
        random[-8:] = b"DOWNGRD\x01"
    return real(self, version, random, *args, **how)


globals().update(planted.shape())
