"""A minimum version above the maximum is a ValueError when it is set.

Made by those who are strict too early: the order of two assignments matters then.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    @property
    def maximum_version(self):
        return super().maximum_version

    @maximum_version.setter
    def maximum_version(self, value):
        if 0 < value < self.minimum_version:
            raise ValueError("the maximum is below the minimum")
        ssl.SSLContext.maximum_version.fset(self, value)


globals().update(planted.shape(context=SSLContext))
