"""A client that offers a pre-shared key does not say in which modes.

Made by clients written before the draft that brought psk_key_exchange_modes.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
hellos = import_module("._wrap_hello", __name__)


def changed(hello):
    return hellos.without(hello, 45) if hello.extension(41) else hello


globals().update(hellos.planted.shape(core=hellos.hello_core(hellos.CLIENT, changed)))
