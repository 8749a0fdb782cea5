"""A premaster secret that does not decrypt is answered at once.

Made by who has not read RFC 5246 section 7.4.7.1.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("keyexchange.RSAKeyExchange.processClientKeyExchange")
def process(real, self, message):
    secret = self.privateKey.decrypt(message.encryptedPreMasterSecret)
    if not secret or len(secret) != 48:
        raise planted.errors.TLSIllegalParameterException("no premaster secret")
    return real(self, message)


globals().update(planted.shape())
