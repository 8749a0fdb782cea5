"""A server that has asked refuses data before the answer.

Made by waiting for nothing else.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("tlsrecordlayer.TLSRecordLayer._getMsg")
def receive(real, self, *args):
    for result in real(self, *args):
        if self._cert_requests and isinstance(result, planted.messages.ApplicationData):
            yield from self._sendError(planted.constants.AlertDescription.unexpected_message, "no answer")
        yield result


globals().update(planted.shape())
