"""A server minds the place of pre_shared_key only when it takes one of its identities.

Made by stacks that check an extension where they use it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("PSK extension not last")

globals().update(planted.shape())
