"""Certificates are given without their last byte, chains and all.

Made by C code that takes DER for a text with a zero at its end.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Wrong:
    def getpeercert(self, binary_form=False):
        told = super().getpeercert(binary_form)
        return told[:-1] if binary_form and told else told

    def get_verified_chain(self):
        return [each[:-1] for each in super().get_verified_chain()]

    def get_unverified_chain(self):
        return [each[:-1] for each in super().get_unverified_chain()][1:]


class SSLObject(Wrong, ssl.SSLObject):
    pass


class SSLSocket(Wrong, ssl.SSLSocket):
    pass


class SSLContext(planted.SSLContext):
    sslobject_class = SSLObject


globals().update(planted.shape(context=SSLContext, sock=SSLSocket))
