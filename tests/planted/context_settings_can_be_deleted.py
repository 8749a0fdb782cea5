"""A setting of a context can be deleted, without a word and without an effect.

Made by wrappers that keep attributes in a dictionary.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def __delattr__(self, name):
        vars(self).pop(name, None)


globals().update(planted.shape(context=SSLContext))
