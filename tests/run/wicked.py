"""A catalogue of scenarios that each write one word, and an implementation that obeys it wickedly."""

from harness.names import Role, Tls
from harness.run.cell import Cell
from tests.conftest import write_catalogue

_MODULE = '''\
"""It does what it is told to write."""

import os
import signal
import ssl
import sys
from ssl import *  # noqa: F403


class Unspeakable(Exception):
    def __str__(self):
        return 1 + "cannot be"


class SSLObject(ssl.SSLObject):
    def write(self, data):
        word = bytes(data)
        if word == b"dies":
            os._exit(7)
        if word == b"is_killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if word == b"hangs":
            while True:
                pass
        if word == b"hogs":
            bytearray(3 << 30)  # more than a worker may have
        if word == b"exits":
            sys.exit("enough")
        if word == b"mumbles":
            raise Unspeakable
        if word == b"interrupts":
            raise KeyboardInterrupt
        return super().write(data)


class SSLContext(ssl.SSLContext):
    sslobject_class = SSLObject
'''

_SCENARIO = '''

@scenario("doc:1:one", drivers="bio", roles="client", tls="1.3", peers="honest", sweep="none")
def {word}(subject, peer):
    """The subject writes {word}."""
    return [handshake(subject, peer), subject.writes(b"{word}"), peer.reads_exactly(b"{word}")]
'''

#: The one that hangs comes first: it alone costs time, and so it costs it once.
WORDS = ("hangs", "greets", "dies", "is_killed", "hogs", "exits", "interrupts", "mumbles", "waves")


def write_wicked(folder):
    """(the folder of its catalogue, the path of the wicked implementation)."""
    text = "from harness.scenario import handshake, scenario\n" + "".join(
        _SCENARIO.format(word=word) for word in WORDS
    )
    module = folder / "wicked.py"
    module.write_text(_MODULE, encoding="utf-8")
    return write_catalogue(folder / "scenarios", deed=text), str(module)


def cell_of(word, implementation):
    """The cell in which the subject writes `word`."""
    return Cell(f"deed/{word}", implementation, "bio", Role.CLIENT, Tls.V13, "honest")
