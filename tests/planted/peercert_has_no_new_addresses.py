"""Addresses of IP version 6 are left out of getpeercert().

Made by code that knows addresses of four bytes.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Wrong:
    def getpeercert(self, binary_form=False):
        told = super().getpeercert(binary_form)
        if not binary_form and told and "subjectAltName" in told:
            names = told["subjectAltName"]
            told["subjectAltName"] = tuple(
                (kind, name) for kind, name in names if kind != "IP Address" or ":" not in name
            )
        return told


class SSLObject(Wrong, ssl.SSLObject):
    pass


class SSLSocket(Wrong, ssl.SSLSocket):
    pass


class SSLContext(planted.SSLContext):
    sslobject_class = SSLObject


globals().update(planted.shape(context=SSLContext, sock=SSLSocket))
