"""Answers after the handshake are made, and checked, with the first application traffic secret.

Made by keeping it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

FIRST = {}


@planted.instead("tlsconnection.TLSConnection._handshakeDone")
def done(real, self, resumed):
    real(self, resumed)
    FIRST[self] = bytes(self.session.cl_app_secret or b"")


def with_the_first(real, self, message):
    newest, self.session.cl_app_secret = self.session.cl_app_secret, bytearray(FIRST[self])
    try:
        yield from real(self, message)
    finally:
        self.session.cl_app_secret = newest


planted.instead("tlsrecordlayer.TLSRecordLayer._handle_pha")(with_the_first)
planted.instead("tlsrecordlayer.TLSRecordLayer._handle_srv_pha")(with_the_first)

globals().update(planted.shape())
