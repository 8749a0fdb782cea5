"""The scaffolding of planted defects on the wire: a private copy of tlslite-ng, to be changed in one place.

Each planted file makes a copy of its own and puts it on trial as `tls-harness run tlslite` does the package
itself; the reference peer in the same process keeps the sound one. What a file does not change behaves
exactly as tlslite does: `_correct_tlslite.py` proves that.

    __path__ = [str(Path(__file__).parent)]
    planted = import_module("._tlslite", __name__).Copy(__name__)
    ...
    globals().update(planted.shape())
"""

from __future__ import annotations

import copy
import sys
import warnings
from importlib import import_module

from harness.peers import tlslite_subject

_NAME = "tlslite"


class Copy:
    """A private copy of tlslite, and the ways to change it.

    tls: the package. connection, records: the classes TLSConnection and RecordLayer. constants, errors:
    the modules.
    """

    def __init__(self, owner):
        self.tls = tls = _private_copy(owner)
        self.connection, self.records = tls.tlsconnection.TLSConnection, tls.recordlayer.RecordLayer
        self.constants, self.errors = tls.constants, tls.errors

    def shape(self):
        """The names of a module for the `endpoint` driver, over the copy."""
        connect = tlslite_subject.make(self.tls)
        return {"connect": connect, "ENDPOINT_CALLS": tlslite_subject.ENDPOINT_CALLS}

    def sees(self, choose):
        """Have `choose(connection, header, data)` say of every record received whether it counts."""

        @instead(self.connection, "_getNextRecordFromSocket")
        def _getNextRecordFromSocket(self, real):
            while True:
                for result in real(self):
                    if isinstance(result, tuple):
                        break
                    yield result
                header, parser = result
                if choose(self, header, parser.bytes):
                    yield result
                    return

        return choose

    def forgives(self, name):
        """Have a record that raises the error of that name count for nothing, as if it had not come."""
        error = getattr(self.errors, name)

        @instead(self.records, "recvRecord")
        def recvRecord(self, real):
            while True:
                before = copy.copy(self._readState)
                try:
                    yield from real(self)
                except error:
                    self._readState = before

    def alerts(self, choose):
        """Have `choose(description)` say which alert is sent in place of a fatal one, None for none."""

        @instead(self.connection, "_sendError")
        def _sendError(self, real, description, text=None):
            yield from real(self, choose(description), text)

        return choose


def instead(owner, name):
    """Put a function in the place of a method of `owner`; it is given the real one behind `self`."""

    def plant(function):
        real = getattr(owner, name)
        setattr(owner, name, lambda self, *args, **how: function(self, real, *args, **how))
        return function

    return plant


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


def _loaded():
    return [name for name in sys.modules if name == _NAME or name.startswith(_NAME + ".")]


def _private_copy(owner):
    """The package imported afresh; its modules get names below `owner`, and find each other by these."""
    sound = {name: sys.modules.pop(name) for name in _loaded()}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            package = import_module(_NAME)
    finally:
        fresh = {name: sys.modules.pop(name) for name in _loaded()}
        sys.modules.update(sound)
    for name, module in fresh.items():
        module.__spec__.name = module.__name__ = f"{owner}.{name}"
        module.__package__ = module.__spec__.parent
        sys.modules[module.__name__] = module
    return package
