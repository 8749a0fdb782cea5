"""The names of pyOpenSSL that the `pyopenssl` drivers ask for, gathered from its modules.

`OpenSSL.SSL` has the connections; two names of `OpenSSL.crypto` show a certificate as bytes. Whoever has a
module of the same shape needs none of this: `tls-harness run your.module`.

Importable on Python 3.8, where pyOpenSSL is installed.
"""

from __future__ import annotations

from OpenSSL import crypto, version
from OpenSSL.SSL import *  # noqa: F403 -- its __all__ is what it promises
from OpenSSL.SSL import OPENSSL_VERSION as _WHICH
from OpenSSL.SSL import OpenSSL_version

dump_certificate = crypto.dump_certificate
FILETYPE_ASN1 = crypto.FILETYPE_ASN1

#: What `tls-harness list implementations` shows; cryptography brings the library.
__version__ = "pyOpenSSL {}, {}".format(version.__version__, OpenSSL_version(_WHICH).decode())
#: In `OpenSSL.SSL` a number that asks for the text.
OPENSSL_VERSION = __version__
