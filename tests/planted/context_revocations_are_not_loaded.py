"""Lists of revoked certificates in a file of authorities are passed over.

Made by a loader that looks for certificates alone.
"""

import re
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def load_verify_locations(self, cafile=None, capath=None, cadata=None):
        if cafile is not None and b"X509 CRL" in Path(cafile).read_bytes():
            text = Path(cafile).read_text(encoding="ascii")
            pattern = "-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----"
            return super().load_verify_locations(
                None, capath, "\n".join(re.findall(pattern, text, re.DOTALL))
            )
        return super().load_verify_locations(cafile, capath, cadata)


globals().update(planted.shape(context=SSLContext))
