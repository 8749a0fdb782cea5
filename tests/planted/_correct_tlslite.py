"""Nothing is wrong here: the scaffolding of every planted defect on the wire, without a defect."""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

globals().update(planted.shape())
