"""A client of TLS 1.2 sends neither the SCSV nor renegotiation_info.

Made by clients that drop every suite they do not know from the list.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
hellos = import_module("._wrap_hello", __name__)


def changed(hello):
    suites = tuple(suite for suite in hello.cipher_suites if suite != 0x00FF)
    extensions = tuple(each for each in hello.extensions or () if each[0] != 0xFF01)
    return hellos.with_fields(hello, cipher_suites=suites, extensions=extensions)


globals().update(hellos.planted.shape(core=hellos.hello_core(hellos.CLIENT, changed)))
