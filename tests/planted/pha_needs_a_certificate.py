"""A client without a certificate does not offer to be asked for one, whatever it was told.

Made by turning the setting on only where it makes sense.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    shows = False

    def load_cert_chain(self, *files, **how):
        super().load_cert_chain(*files, **how)
        self.shows = True

    def wrap(self, make, *ends, **how):
        if not self.shows:
            self.post_handshake_auth = False
        return make(*ends, **how)


globals().update(planted.shape(context=SSLContext))
