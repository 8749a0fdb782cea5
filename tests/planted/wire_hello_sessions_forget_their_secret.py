"""A server takes up sessions whatever master secret they have.

Made by not keeping with the session how it was made.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsconnection.TLSConnection._serverGetClientHello")
def get_client_hello(real, self, settings, private_key, chain, verifier, cache, *args):
    for session in getattr(cache, "entriesDict", {}).values():
        session.extendedMasterSecret = True
    yield from real(self, settings, private_key, chain, verifier, cache, *args)


@planted.instead("messages.SessionTicketPayload.create")
def create(real, self, *args, **how):
    if "extended_master_secret" in how:
        how["extended_master_secret"] = True
    return real(self, *args, **how)


globals().update(planted.shape())
