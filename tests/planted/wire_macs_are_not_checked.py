"""The MACs of CBC records are computed and not compared.

Made by a comparison whose result is lost.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.recordlayer.ct_check_cbc_mac_and_pad = lambda *args: True
planted.recordlayer.ct_compare_digest = lambda *args: True

globals().update(planted.shape())
