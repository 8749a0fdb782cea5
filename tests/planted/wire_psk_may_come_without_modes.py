"""A server accepts a pre_shared_key extension without psk_key_exchange_modes.

Made by assuming the usual mode.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("PSK extension without psk_key_exchange_modes")

globals().update(planted.shape())
