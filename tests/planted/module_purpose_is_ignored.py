"""The default context is one for clients, whatever it is asked for.

Made by those who only ever connect.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def create_default_context(_purpose=None, **kwargs):
    return ssl.create_default_context(**kwargs)


globals().update(planted.shape(create_default_context=create_default_context))
