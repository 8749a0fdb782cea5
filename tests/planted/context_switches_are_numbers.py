"""What is on or off reads as 1 or 0.

Made by getters that pass on what C returns.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    @property
    def post_handshake_auth(self):
        return int(super().post_handshake_auth)

    @post_handshake_auth.setter
    def post_handshake_auth(self, value):
        ssl.SSLContext.post_handshake_auth.__set__(self, value)

    @property
    def hostname_checks_common_name(self):
        return int(super().hostname_checks_common_name)

    @hostname_checks_common_name.setter
    def hostname_checks_common_name(self, value):
        ssl.SSLContext.hostname_checks_common_name.fset(self, value)


globals().update(planted.shape(context=SSLContext))
