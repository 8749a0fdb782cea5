"""set_session() takes the session of any Context.

Made by who trusts OpenSSL to check it, which does not.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
pyopenssl = import_module("._pyopenssl", __name__)


class Connection(pyopenssl.Connection):
    def set_session(self, session):
        if isinstance(session, pyopenssl.openssl.Session):
            session._context = self._context
        super().set_session(session)


globals().update(pyopenssl.shape(Connection))
