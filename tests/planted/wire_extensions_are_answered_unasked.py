"""A server answers an extension that the client did not send.

Made by answering what is configured.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


def unasked():
    return planted.extensions.TLSExtension().create(1, bytearray(b"\1"))  # max_fragment_length


@planted.instead("messages.ServerHello.create")
def create(real, self, version, random, session_id, suite, *args, **how):
    extensions = list(how.pop("extensions", None) or ())
    if planted.constants.ExtensionType.supported_versions not in [each.extType for each in extensions]:
        extensions.append(unasked())
    return real(self, version, random, session_id, suite, *args, extensions=extensions, **how)


@planted.instead("messages.EncryptedExtensions.create")
def encrypted(real, self, extensions):
    return real(self, [*extensions, unasked()])


globals().update(planted.shape())
