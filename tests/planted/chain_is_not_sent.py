"""load_cert_chain() loads the first certificate of the file: authorities in between are never sent.

Made by reading one certificate where a file holds several.
"""

import tempfile
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)

END = "-----END CERTIFICATE-----\n"


class SSLContext(planted.SSLContext):
    """Takes the leaf alone."""

    def load_cert_chain(self, certfile, keyfile=None, password=None):
        """The first certificate, and the key."""
        try:
            text = Path(certfile).read_text(encoding="ascii")
        except (OSError, TypeError, ValueError):
            text = ""
        if keyfile is None or text.count(END) < 2:
            super().load_cert_chain(certfile, keyfile, password)
            return
        with tempfile.NamedTemporaryFile("w", suffix=".crt") as leaf:
            leaf.write(text[: text.index(END) + len(END)])
            leaf.flush()
            super().load_cert_chain(leaf.name, keyfile, password)


globals().update(planted.shape(context=SSLContext))
