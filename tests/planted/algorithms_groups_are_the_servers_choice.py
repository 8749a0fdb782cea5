"""set_groups() has an effect on servers alone, as set_ecdh_curve() has.

Made by those who call the old function by the new name.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


class SSLContext(planted.SSLContext):
    def set_groups(self, groups, /):
        if self.protocol == ssl.PROTOCOL_TLS_SERVER:
            super().set_groups(groups)


globals().update(planted.shape(context=SSLContext))
