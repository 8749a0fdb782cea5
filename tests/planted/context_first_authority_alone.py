"""Of several authorities in one text the first is loaded.

Made by those who read one certificate and return.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def load_verify_locations(self, cafile=None, capath=None, cadata=None):
        if isinstance(cadata, str) and ssl.PEM_FOOTER in cadata:
            cadata = cadata.partition(ssl.PEM_FOOTER)[0] + ssl.PEM_FOOTER
        super().load_verify_locations(cafile, capath, cadata)


globals().update(planted.shape(context=SSLContext))
