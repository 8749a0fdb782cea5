"""What a callback has raised is raised again by the next Connection of its Context.

Made by who keeps the exception with the callback, and forgets to take it away.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def do_handshake(self):
        context = self.get_context()
        if getattr(context, "raised", None) not in (None, self):
            raise LookupError("as before")
        try:
            super().do_handshake()
        except pyopenssl.openssl.Error:
            raise
        except Exception:
            context.raised = self
            raise


globals().update(pyopenssl.shape(Connection))
