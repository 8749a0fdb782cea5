"""A premaster secret of another version than the client's is answered at once: illegal_parameter.

Made by a check that is one too many: whoever asks often enough learns the secret by it.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("keyexchange.RSAKeyExchange.processClientKeyExchange")
def process(real, self, message):
    secret = self.privateKey.decrypt(message.encryptedPreMasterSecret)
    if secret and len(secret) == 48 and tuple(secret[:2]) != self.clientHello.client_version:
        raise planted.errors.TLSIllegalParameterException("the version of another hello")
    return real(self, message)


globals().update(planted.shape())
