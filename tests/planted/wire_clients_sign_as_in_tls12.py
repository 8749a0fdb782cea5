"""A server of TLS 1.3 takes a client's signature under any scheme of TLS 1.2.

Made by stacks that have one list of signature schemes for both versions.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsconnection.TLSConnection._sigHashesToList")
def schemes(real, *args, **how):
    return real(*args, **{**how, "version": (3, 3)} if "certList" in how else how)


globals().update(planted.shape())
