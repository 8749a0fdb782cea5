"""A file that is not there is passed over.

Made by those who make configuration forgiving.
"""

from contextlib import suppress
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    def load_cert_chain(self, *args, **kwargs):
        with suppress(FileNotFoundError):
            super().load_cert_chain(*args, **kwargs)

    def load_verify_locations(self, *args, **kwargs):
        with suppress(FileNotFoundError):
            super().load_verify_locations(*args, **kwargs)

    def load_dh_params(self, path):
        with suppress(FileNotFoundError):
            super().load_dh_params(path)


globals().update(planted.shape(context=SSLContext))
