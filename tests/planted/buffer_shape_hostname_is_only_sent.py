"""The name a buffer is made for is sent, and not compared with the certificate.

Made by setting SNI and forgetting X509_VERIFY_PARAM_set1_host.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Context(planted.Context):
    def __init__(self, configuration):
        super().__init__(configuration)
        self.real.check_hostname = False


globals().update(planted.shape(context=Context))
