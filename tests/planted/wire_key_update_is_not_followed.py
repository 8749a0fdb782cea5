"""A KeyUpdate is read, and the keys to read with stay the same.

Made by a message that seldom comes.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("recordlayer.RecordLayer.calcTLS1_3KeyUpdate_sender")
def update(real, self, suite, client_secret, server_secret):
    return client_secret, server_secret


globals().update(planted.shape())
