"""The log of secrets is opened with the first secret, so that a wrong path is told to nobody.

Made by those who are lazy on principle.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    told = None

    @property
    def keylog_filename(self):
        return self.told

    @keylog_filename.setter
    def keylog_filename(self, path):
        self.told = path


globals().update(planted.shape(context=SSLContext))
