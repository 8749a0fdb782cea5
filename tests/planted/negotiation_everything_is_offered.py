"""A client offers every cipher suite there is, those without encryption or authentication too.

Made by clients configured to talk to anybody.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap(self, make, *ends, **how):
        if not how["server_side"]:
            self.set_ciphers("ALL:eNULL:@SECLEVEL=0")
        return super().wrap(make, *ends, **how)


globals().update(planted.shape(context=SSLContext))
