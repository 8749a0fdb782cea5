"""A session that cannot be taken is left out without a word: of another context, type or too late.

Made by those who count resumption as an optimization.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def wrap(self, make, *ends, session=None, **how):
        try:
            return make(*ends, session=session, **how)
        except (TypeError, ValueError):
            return make(*ends, session=None, **how)


class Core(planted.Core):
    @property
    def session(self):
        return self.real.session

    @session.setter
    def session(self, value):
        try:
            self.real.session = value
        except (TypeError, ValueError):
            return


globals().update(planted.shape(core=Core, context=SSLContext))
