"""A client checks what the server answers with assertions, and says nothing to the server.

Made by a parser that trusts its callers.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

offered = []


@planted.instead("tlsconnection.TLSConnection._clientSendClientHello")
def send_client_hello(real, self, *args):
    offered[:] = args[-1] or ()
    yield from real(self, *args)


@planted.instead("messages.ServerHello.parse")
def parse_hello(real, self, parser):
    real(self, parser)
    assert len(self.session_id) <= 32, "a long session ID"
    assert self.compression_method == 0, "compression"
    for each in self.extensions or ():
        assert each.extType not in (0, 22, 23) or not each.extData, "a flag with content"
        assert each.extType != 11 or 0 in each.formats, "no uncompressed format"
    return self


@planted.instead("messages.EncryptedExtensions.parse")
def parse_encrypted(real, self, parser):
    real(self, parser)
    for each in self.extensions or ():
        assert each.extType != 0 or not each.extData, "a flag with content"
        assert each.extType != 16 or set(map(bytes, each.protocol_names)) <= set(map(bytes, offered))
    return self


@planted.instead("tlsconnection.TLSConnection._clientResume")
def resume(real, self, session, hello, *args):
    for result in real(self, session, hello, *args):
        assert not session or session.extendedMasterSecret == bool(hello.getExtension(23)), "another secret"
        yield result


globals().update(planted.shape())
