"""Authorities are loaded for whatever purpose is named.

Made by those for whom there is only one.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def load_default_certs(self, _purpose=None):
        super().load_default_certs()


globals().update(planted.shape(context=SSLContext))
