"""A server that is offered more versions by a second ClientHello tells which it speaks.

Made by answering supported_versions as TLS 1.3 does.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._renegotiating", __name__).Copy(__name__)


class Again(planted.Renegotiation):
    def sending(self, message):
        super().sending(message)
        if self.under_way and isinstance(message, planted.messages.ServerHello):
            told = planted.extensions.SrvSupportedVersionsExtension().create((3, 3))
            message.extensions = [*message.extensions, told]


planted.renegotiation = Again


globals().update(planted.shape())
