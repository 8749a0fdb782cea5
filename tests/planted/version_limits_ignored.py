"""Limits on the protocol version are accepted and not kept.

Made by layers that store an option and never apply it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    minimum_version = None
    maximum_version = None


globals().update(planted.shape(context=SSLContext))
