"""Whoever is asked to renegotiate ends the connection.

Made by having a fatal alert ready for it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._renegotiating", __name__).Copy(__name__)


def begins(connection):
    yield from connection.fail("handshake_failure", "no")


planted.begins = begins


globals().update(planted.shape())
