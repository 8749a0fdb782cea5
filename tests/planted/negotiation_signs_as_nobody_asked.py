"""A server of TLS 1.2 signs its key exchange with a scheme the client does not take.

Made by servers that sign with what their key was made for.
"""

from dataclasses import replace
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
hellos = import_module("._wrap_hello", __name__)
KEY_EXCHANGE = 12


class Core(hellos.Core):
    def message(self, message):
        if message.type != KEY_EXCHANGE:
            return message.serialise()
        scheme = 4 + message.body[3]
        body = message.body[:scheme] + b"\x02\x03" + message.body[scheme + 2 :]
        return replace(message, body=body).serialise()


globals().update(hellos.planted.shape(core=Core))
