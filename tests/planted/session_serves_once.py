"""A session is resumed once; offered again it is not.

Made by treating every session as a single-use ticket.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


_used = set()


class Core(planted.Core):
    @property
    def session(self):
        return self.real.session

    @session.setter
    def session(self, value):
        if not isinstance(value, ssl.SSLSession) or value.id not in _used:
            self.real.session = value
            _used.add(value.id)


class SSLContext(planted.SSLContext):
    def wrap(self, make, *ends, session=None, **how):
        if isinstance(session, ssl.SSLSession):
            session = None if session.id in _used else _used.add(session.id) or session
        return make(*ends, session=session, **how)


globals().update(planted.shape(core=Core, context=SSLContext))
