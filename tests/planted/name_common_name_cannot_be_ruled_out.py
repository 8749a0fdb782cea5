"""The common name counts whatever hostname_checks_common_name says.

Made by a setter that keeps what it is told, and a matcher that does not ask.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_module", __name__)


class SSLContext(planted.SSLContext):
    hostname_checks_common_name = True


globals().update(planted.shape(context=SSLContext))
