"""A client's resumed connection tells the protocol of the connection its session comes from.

Made by keeping with a session all that was negotiated, as is right for the cipher suite.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)

AGREED = {}


class Core(planted.Core):
    """Remembers by session."""

    def selected_alpn_protocol(self):
        """What was agreed on first."""
        told = self.real.selected_alpn_protocol()
        session = self.real.session
        if session is None or self.real.server_side:
            return told
        return (
            AGREED.setdefault(session.id if self.real.version() == "TLSv1.2" else "", told)
            if (self.real.session_reused)
            else AGREED.update({session.id if self.real.version() == "TLSv1.2" else "": told}) or told
        )


globals().update(planted.shape(core=Core))
