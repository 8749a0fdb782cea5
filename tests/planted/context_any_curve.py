"""A curve that does not exist is accepted.

Made by those for whom curves are a preference.
"""

from contextlib import suppress
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def set_ecdh_curve(self, name):
        with suppress(ValueError):
            super().set_ecdh_curve(name)


globals().update(planted.shape(context=SSLContext))
