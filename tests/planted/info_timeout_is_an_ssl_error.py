"""A timeout of the socket is told as an SSLError.

Made by wrapping every failure of a call alike (CPython's did until 3.10 in places).
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def _wrapped(method):
    def called(self, *args):
        try:
            return method(self, *args)
        except TimeoutError as error:
            raise ssl.SSLError(5, "the operation timed out") from error

    return called


class Core(planted.Core):
    do_handshake = _wrapped(planted.Core.do_handshake)
    take = _wrapped(planted.Core.take)
    write = _wrapped(planted.Core.write)


globals().update(planted.shape(core=Core))
