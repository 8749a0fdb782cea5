"""The default context checks neither certificates nor names.

Made by those who want the examples to work.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def create_default_context(*args, **kwargs):
    context = ssl.create_default_context(*args, **kwargs)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


globals().update(planted.shape(create_default_context=create_default_context))
