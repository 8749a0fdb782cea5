"""A client has a new random in its second ClientHello.

Made by building the second hello like the first.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsconnection.TLSConnection._sendMsgs")
def send(real, self, messages):
    for message in messages:
        if isinstance(message, planted.messages.ClientHello):
            message.random = planted.utils.cryptomath.getRandomBytes(32)
    yield from real(self, messages)


globals().update(planted.shape())
