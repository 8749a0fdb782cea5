"""Only X25519 works, whatever else is offered.

Made by a table of groups of which one row was ever tried.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("keyexchange.ECDHKeyExchange.calc_shared_key")
def calc_shared_key(real, self, private, share):
    if self.group != planted.constants.GroupName.x25519:
        raise planted.errors.TLSIllegalParameterException("no such group")
    return real(self, private, share)


globals().update(planted.shape())
