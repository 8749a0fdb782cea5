"""The module's functions do what they are asked for, and return nothing: None stands where a result is due.

Made by a decorator around each that forgets to return what the function inside gave.
"""

import ssl
from importlib import import_module
from pathlib import Path
from types import FunctionType

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def _forgetting(function):
    def inner(*args, **kwargs):
        function(*args, **kwargs)

    return inner


functions = {
    name: each for name, each in vars(ssl).items() if isinstance(each, FunctionType) and name[0] != "_"
}
globals().update(planted.shape(**{name: _forgetting(each) for name, each in functions.items()}))
