"""The common name never counts.

Made by those who follow the browsers.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_module", __name__)


class SSLContext(planted.SSLContext):
    def __init__(self, _protocol):
        ssl.SSLContext.hostname_checks_common_name.fset(self, False)

    hostname_checks_common_name = True


globals().update(planted.shape(context=SSLContext))
