"""A client looks every extension of the server up among those it has, and fails by itself over all others.

Made by a table without a default.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

IN_HELLO_12 = dict.fromkeys((1, 5, 11, 16, 22, 23, 28, 35, 0xFF01))
IN_HELLO_13 = dict.fromkeys((41, 43, 44, 51))
IN_ENCRYPTED = dict.fromkeys((1, 10, 16, 28, 42))


def look_up(message, table):
    found = []
    for each in message.extensions or ():
        table[each.extType]
        found.append(each.extType)
    if len(found) > len(set(found)):
        raise KeyError(found)


@planted.instead("messages.ServerHello.parse")
def parse_hello(real, self, parser):
    real(self, parser)
    kinds = [each.extType for each in self.extensions or ()]
    look_up(self, IN_HELLO_13 if 43 in kinds else IN_HELLO_12)
    return self


@planted.instead("messages.EncryptedExtensions.parse")
def parse_encrypted(real, self, parser):
    real(self, parser)
    look_up(self, IN_ENCRYPTED)
    return self


@planted.instead("messages.CertificateEntry.parse")
def parse_entry(real, self, parser):
    real(self, parser)
    look_up(self, dict.fromkeys((5, 18)))
    return self


@planted.instead("messages.CertificateRequest.parse")
def parse_request(real, self, parser):
    real(self, parser)
    if self.version > (3, 3):
        look_up(self, dict.fromkeys((5, 13, 18, 27, 47, 48, 50)))
    return self


@planted.instead("messages.NewSessionTicket.parse")
def parse_ticket(real, self, parser):
    real(self, parser)
    look_up(self, dict.fromkeys((42,)))
    return self


globals().update(planted.shape())
