"""The scaffolding of planted defects on the wire: a private copy of tlslite-ng, to be changed in one place.

Each planted file makes a copy of its own and puts it on trial as `tls-harness run tlslite` does the package
itself; the reference peer in the same process keeps the sound one. What a file does not change behaves
exactly as tlslite does: `_correct_tlslite.py` proves that.

    __path__ = [str(Path(__file__).parent)]
    planted = import_module("._tlslite", __name__).Copy(__name__)


    @planted.instead("messages.Finished.parse")
    def parse(real, self, parser):
        ...


    globals().update(planted.shape())
"""

from __future__ import annotations

import copy
import functools
import inspect
import operator
import sys
import warnings
from importlib import import_module

from harness.peers import fast, tlslite_subject

_NAME = "tlslite"
#: What tlslite imports only when it is called, by absolute names that would lead to the sound package.
_LATE = "tlslite.utils.python_key"


class Everything(list):
    """A list that contains whatever it is asked for."""

    def __contains__(self, item):
        return True


class Agreeable(bytearray):
    """Bytes that are equal to any others."""

    __hash__ = None

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False


class Copy:
    """A private copy of tlslite, `tls`, and the ways to change it."""

    everything, agreeable = Everything, Agreeable

    def __init__(self, owner):
        self.tls = _private_copy(owner)
        self.skipped = []

    def __getattr__(self, name):
        """A module of the copy, such as `constants`."""
        return getattr(self.tls, name)

    def shape(self):
        """The names of a module for the `endpoint` driver, over the copy."""
        connect = tlslite_subject.make(self.tls)
        return {"connect": connect, "ENDPOINT_CALLS": tlslite_subject.ENDPOINT_CALLS}

    def instead(self, path):
        """Put a function in the place of the one at a path below the package; it is given that one first."""
        above, _, name = path.rpartition(".")
        owner = operator.attrgetter(above)(self.tls)
        real, static = getattr(owner, name), isinstance(vars(owner).get(name), staticmethod)

        def plant(function):
            @functools.wraps(function)
            def planted(*args, **how):
                return function(real, *args, **how)

            setattr(owner, name, staticmethod(planted) if static else planted)
            return function

        return plant

    def rewrites(self, path, old, new):
        """Have the function at a path read otherwise: `new` where `old` stands in it, once."""
        above, _, name = path.rpartition(".")
        owner = operator.attrgetter(above)(self.tls)
        source = "if True:\n" + inspect.getsource(getattr(owner, name))  # indented as it is
        if source.count(old) != 1:
            raise LookupError(f"{old!r} stands {source.count(old)} times in {path}")
        made = {}
        exec(compile(source.replace(old, new), path, "exec"), getattr(owner, name).__globals__, made)
        setattr(owner, name, made[name])

    def skips(self, complaint):
        """Leave out the check that ends the connection with a message that begins so."""
        self.skipped.append(complaint)

        @self.instead("tlsconnection.TLSConnection._sendError")
        def fail(real, self, description, text=None):
            if not str(text).startswith(complaint):
                yield from real(self, description, text)

    def alerts(self, choose):
        """Have `choose(description)` say which fatal alert is sent in place of the one that is due."""

        @self.instead("tlsconnection.TLSConnection._sendError")
        def fail(real, self, description, text=None):
            yield from real(self, choose(description), text)

    def sees(self, choose):
        """Have `choose(connection, type, data)` say of every record received whether it counts."""

        @self.instead("recordlayer.RecordLayer.recvRecord")
        def receive(real, self):
            yield from _first(real, self, lambda header, parser: choose(self, header.type, parser.bytes))

    def forgives(self, name):
        """Have a record that raises the error of that name count for nothing, as if it had not come."""
        error = getattr(self.errors, name)

        @self.instead("recordlayer.RecordLayer.recvRecord")
        def receive(real, self):
            while True:
                before = copy.copy(self._readState)
                try:
                    yield from real(self)
                except error:
                    self._readState = before


def _first(real, records, wanted):
    """As `recvRecord`, which gives numbers while it waits, but only with a record that is wanted."""
    while True:
        for result in real(records):
            if isinstance(result, int):
                yield result
            elif wanted(*result):
                yield result
                return
            else:
                break


def _loaded():
    return [name for name in sys.modules if name == _NAME or name.startswith(_NAME + ".")]


def _private_copy(owner):
    """The package imported afresh; its modules get names below `owner`, and find each other by these."""
    sound = {name: sys.modules.pop(name) for name in _loaded()}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            package = import_module(_NAME)
            import_module(_LATE)
    finally:
        fresh = {name: sys.modules.pop(name) for name in _loaded()}
        sys.modules.update(sound)
    for name, module in fresh.items():
        module.__spec__.name = module.__name__ = f"{owner}.{name}"
        module.__package__ = module.__spec__.parent
        sys.modules[module.__name__] = module
    if fast.wanted():
        fast.install(fast.modules_of(package.__name__))
    return package
