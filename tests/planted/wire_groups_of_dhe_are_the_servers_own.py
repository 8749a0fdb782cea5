"""A server whose client offers finite field groups uses its own first one all the same.

Made by stacks that look whether there is a group in common, and forget which.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "keyexchange.ADHKeyExchange.makeServerKeyExchange",
    "RFC7919_GROUPS[commonGroup - 256]",
    "RFC7919_GROUPS[self.dhGroups[0] - 256]",
)

globals().update(planted.shape())
