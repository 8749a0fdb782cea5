"""The default context does not look at SSLKEYLOGFILE.

Made by those who think of it as a risk.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def create_default_context(*args, **kwargs):
    context = ssl.create_default_context(*args, **kwargs)
    context.keylog_filename = None
    return context


globals().update(planted.shape(create_default_context=create_default_context))
