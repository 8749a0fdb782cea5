"""get_sigalgs() lists algorithms that no context can be set to.

Made by those who list what was registered.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_algorithms", __name__)


def get_sigalgs():
    return [*planted.get_sigalgs(), "rsa_pkcs1_md5"]


globals().update(planted.shape(get_sigalgs=get_sigalgs))
