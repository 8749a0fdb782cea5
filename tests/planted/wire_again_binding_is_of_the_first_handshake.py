"""Every renegotiation is bound to the first handshake of its connection.

Made by remembering verify_data once.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._renegotiating", __name__).Copy(__name__)


class Again(planted.Renegotiation):
    def _note(self, finished, *, by_client):
        if not (self._client_data if by_client else self._server_data):
            super()._note(finished, by_client=by_client)


planted.renegotiation = Again


globals().update(planted.shape())
