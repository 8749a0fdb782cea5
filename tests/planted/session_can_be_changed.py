"""The attributes of a session can be set, and sessions made.

Made by using a plain class of Python.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLSession:
    """A session of `ssl` in another object."""

    def __init__(self, real=None):
        self.real = real

    def __eq__(self, other):
        return isinstance(other, SSLSession) and self.real == other.real

    def __hash__(self):
        return hash(self.real.id)

    def __getattr__(self, name):
        return getattr(self.real, name)


def _real(session):
    return session.real if isinstance(session, SSLSession) else session


class Core(planted.Core):
    @property
    def session(self):
        told = self.real.session
        return told and SSLSession(told)

    @session.setter
    def session(self, value):
        self.real.session = _real(value)


class SSLContext(planted.SSLContext):
    def wrap(self, make, *ends, session=None, **how):
        return make(*ends, session=_real(session), **how)


globals().update(planted.shape(core=Core, context=SSLContext, SSLSession=SSLSession))
