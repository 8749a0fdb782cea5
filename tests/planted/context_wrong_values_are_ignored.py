"""An attribute that is set to a wrong value stays as it is, without a word.

Made by setters with a broad except.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def __setattr__(self, name, value):
        try:
            super().__setattr__(name, value)
        except (TypeError, ValueError, OverflowError):
            return


globals().update(planted.shape(context=SSLContext))
