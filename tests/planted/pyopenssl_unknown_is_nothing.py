"""Versions, ciphers and files that are not known are passed over without a word.

Made by who expects to be asked later.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


def lenient(method):
    def calling(self, *arguments):
        try:
            method(self, *arguments)
        except pyopenssl.openssl.Error:
            return

    return calling


class Context(pyopenssl.Context):
    set_min_proto_version = lenient(pyopenssl.Context.set_min_proto_version)
    set_max_proto_version = lenient(pyopenssl.Context.set_max_proto_version)
    set_cipher_list = lenient(pyopenssl.Context.set_cipher_list)
    set_tls13_ciphersuites = lenient(pyopenssl.Context.set_tls13_ciphersuites)
    use_certificate_file = lenient(pyopenssl.Context.use_certificate_file)
    load_verify_locations = lenient(pyopenssl.Context.load_verify_locations)


globals().update(pyopenssl.shape(context=Context))
