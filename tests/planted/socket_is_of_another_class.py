"""The sockets that wrap_socket() makes are no instances of the module's SSLSocket.

Made by modules whose public class is a protocol.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSocket:
    """What is published; the sockets have another class."""

    def __init__(self):
        raise TypeError("SSLSocket does not have a public constructor")


globals().update(planted.shape(SSLSocket=SSLSocket))
