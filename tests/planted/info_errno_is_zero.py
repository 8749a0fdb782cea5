"""Exceptions have errno 0 in place of the SSL_ERROR number.

Made by bindings that raise without arguments.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def _cleared(method):
    def called(self, *args):
        try:
            return method(self, *args)
        except ssl.SSLError as error:
            error.errno = 0
            raise

    return called


class Core(planted.Core):
    do_handshake = _cleared(planted.Core.do_handshake)
    take = _cleared(planted.Core.take)
    write = _cleared(planted.Core.write)
    shutdown = _cleared(planted.Core.shutdown)


globals().update(planted.shape(core=Core))
