"""Signatures of RSA keys are taken as they come.

Made by code that ignores the result of a verification, for one kind of key.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


for key in (planted.utils.rsakey.RSAKey, planted.utils.python_rsakey.Python_RSAKey):
    key.verify = key.RSASSA_PSS_verify = lambda *args, **how: True

globals().update(planted.shape())
