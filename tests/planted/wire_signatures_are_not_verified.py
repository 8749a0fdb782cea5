"""Signatures of certificates' keys are taken as they come.

Made by code that ignores the result of a verification.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

for key in (planted.utils.ecdsakey.ECDSAKey, planted.utils.rsakey.RSAKey):
    key.verify = lambda *args, **how: True

globals().update(planted.shape())
