"""A context keeps a list of the sockets and connections it has made, and never takes one off.

Made by counting for statistics, or for the sake of callbacks that need them.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


class SSLContext(planted.SSLContext):
    """Keeps all."""

    def __init__(self, protocol):
        self.made = []

    def wrap_socket(self, *arguments, **how):
        """Made, and kept."""
        return self.kept(super().wrap_socket(*arguments, **how))

    def wrap_bio(self, *arguments, **how):
        """Made, and kept."""
        return self.kept(super().wrap_bio(*arguments, **how))

    def kept(self, made):
        """The same, kept."""
        self.made.append(made)
        return made


globals().update(planted.shape(context=SSLContext))
