"""PEM text in which there is more than certificates is refused.

Made by splitting it at the marks and decoding what is between.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def load_verify_locations(self, cafile=None, capath=None, cadata=None):
        if isinstance(cadata, str) and ssl.PEM_FOOTER in cadata:
            for each in cadata.rstrip().removesuffix(ssl.PEM_FOOTER).split(ssl.PEM_FOOTER):
                try:
                    ssl.PEM_cert_to_DER_cert(each + ssl.PEM_FOOTER)
                except ValueError as error:
                    raise ssl.SSLError(1, "no certificate") from error
        super().load_verify_locations(cafile, capath, cadata)


globals().update(planted.shape(context=SSLContext))
