"""The default context takes authorities from files alone, and the system's when there is only text.

Made by those who forward two arguments of three.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def create_default_context(*args, cadata=None, **kwargs):
    return ssl.create_default_context(*args, **kwargs)


globals().update(planted.shape(create_default_context=create_default_context))
