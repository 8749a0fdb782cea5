"""A client's configuration without a trust store verifies nobody's certificate.

Made by verifying only where there is something to verify with.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Context(planted.Context):
    def __init__(self, configuration):
        super().__init__(configuration)
        if configuration.trust_store is None and not self.server_side:
            self.real.check_hostname = False
            self.real.verify_mode = ssl.CERT_NONE


globals().update(planted.shape(context=Context))
