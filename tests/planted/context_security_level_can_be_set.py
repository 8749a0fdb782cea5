"""The security level can be set, to no effect.

Made by plain attributes.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    security_level = 2


globals().update(planted.shape(context=SSLContext))
