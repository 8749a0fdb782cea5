"""A KeyUpdate is sent, and the keys to write with stay the same.

Made by a message that is seldom sent.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("recordlayer.RecordLayer.calcTLS1_3KeyUpdate_reciever")
def update(real, self, suite, client_secret, server_secret):
    return client_secret, server_secret


globals().update(planted.shape())
