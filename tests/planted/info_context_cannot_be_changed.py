"""Setting context has no effect.

Made by those who take the context of a connection for fixed.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class Wrong:
    @property
    def context(self):
        return self._first

    @context.setter
    def context(self, value):
        if not isinstance(value, ssl.SSLContext):
            raise TypeError("the value must be a SSLContext")

    @classmethod
    def _create(cls, *args, context=None, **kwargs):
        self = super()._create(*args, context=context, **kwargs)
        self._first = context
        return self


class SSLObject(Wrong, ssl.SSLObject):
    pass


class SSLSocket(Wrong, ssl.SSLSocket):
    pass


class SSLContext(planted.SSLContext):
    sslobject_class = SSLObject


globals().update(planted.shape(context=SSLContext, sock=SSLSocket))
