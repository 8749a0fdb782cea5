"""The default context of newer Pythons is as lenient as that of older ones.

Made by those who have heard complaints.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)

SINCE = (3, 13)


def create_default_context(*args, **kwargs):
    context = ssl.create_default_context(*args, **kwargs)
    context.verify_flags &= ~(ssl.VERIFY_X509_STRICT | ssl.VERIFY_X509_PARTIAL_CHAIN)
    return context


globals().update(planted.shape(create_default_context=create_default_context))
