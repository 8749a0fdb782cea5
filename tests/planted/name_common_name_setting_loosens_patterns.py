"""Once hostname_checks_common_name was set, an asterisk stands for anything anywhere.

Made by a setter that writes all the flags of a comparison anew.
"""

from fnmatch import fnmatchcase
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap_module", __name__)


class SSLContext(planted.SSLContext):
    was_set = False

    @property
    def hostname_checks_common_name(self):
        return super().hostname_checks_common_name

    @hostname_checks_common_name.setter
    def hostname_checks_common_name(self, value):
        planted.SSLContext.hostname_checks_common_name.__set__(self, value)
        self.was_set = True

    def concerns(self, name):
        return self.was_set and not planted.is_address(name)

    def fits(self, name, certificate):
        return any(fnmatchcase(name, each) for each in planted.alternative_names(certificate, "DNS"))


globals().update(planted.shape(context=SSLContext))
