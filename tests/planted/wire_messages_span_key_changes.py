"""What follows in the record of a message that changes keys is taken as sent under the new ones.

Made by buffering messages apart from records.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("CH, EOED, SH, Finished, or KU not aligned")

globals().update(planted.shape())
