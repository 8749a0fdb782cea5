"""Nothing is wrong here: as `_correct_algorithms.py`, over a library that tells no groups and no signatures.

The shape of Python 3.15 with LibreSSL, or with an OpenSSL older than these functions.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


def _lacks(*_arguments, **_named):
    raise NotImplementedError("the library lacks it")


class SSLContext(planted.SSLContext):
    get_groups = set_client_sigalgs = set_server_sigalgs = _lacks


class Core(planted.Core):
    group = client_sigalg = server_sigalg = _lacks


globals().update(planted.shape(core=Core, context=SSLContext, get_sigalgs=_lacks))
