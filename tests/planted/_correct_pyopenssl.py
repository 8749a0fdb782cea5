"""pyOpenSSL, with classes derived from its own: nothing is wrong.

The control of the defects that begin with `pyopenssl_`.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)

globals().update(pyopenssl.shape())
