"""Nothing is wrong here: the scaffolding of every planted defect, without a defect."""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)

globals().update(planted.shape(bio=planted.FramedBIO))
