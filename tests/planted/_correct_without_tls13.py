"""Nothing is wrong here: there are no TLS 1.3 and no pre-shared keys, and it says so.

As a library of ten years ago behind an `ssl` of today.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)

LEAST, MOST = ssl.SSLContext.minimum_version, ssl.SSLContext.maximum_version


def possible(version):
    """The version, if it is one."""
    if version == ssl.TLSVersion.TLSv1_3:
        raise ValueError(f"unsupported protocol version {version}")
    return ssl.TLSVersion.TLSv1_2 if version == ssl.TLSVersion.MAXIMUM_SUPPORTED else version


class SSLContext(planted.SSLContext):
    """Goes no higher than TLS 1.2."""

    def __init__(self, protocol):
        self.maximum_version = ssl.TLSVersion.MAXIMUM_SUPPORTED

    @property
    def minimum_version(self):
        """As before."""
        return LEAST.__get__(self)

    @minimum_version.setter
    def minimum_version(self, version):
        LEAST.__set__(self, possible(version))

    @property
    def maximum_version(self):
        """As before."""
        return MOST.__get__(self)

    @maximum_version.setter
    def maximum_version(self, version):
        MOST.__set__(self, possible(version))


globals().update(
    planted.shape(context=SSLContext, HAS_TLSv1_3=False, HAS_PHA=False, HAS_PSK=False, HAS_PSK_TLS13=False)
)
