"""The `module` driver: the implementation's module itself, and no connection.

For what an `ssl` module offers before anybody connects: MemoryBIO, SSLContext, constants, exceptions. Its
endpoint knows one call, `use`; the context of the options is built when an expression first names it.
Source: Python docs, library/ssl. Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

from dataclasses import replace

from harness.drivers.contexts import Contexts, lacks
from harness.drivers.driver import Driver
from harness.drivers.things import Things
from harness.drivers.translate import translate
from harness.endpoint import Call, Done, Outcome
from harness.errors import Unsupported
from harness.implementation import Implementation
from harness.names import Tls
from harness.setup import Setup


class ModuleEndpoint:
    """An `Endpoint` that is on no wire: nothing is fed to it, and nothing taken."""

    def __init__(self, implementation: Implementation, setup: Setup, contexts: Contexts) -> None:
        self._implementation = implementation
        setup = _possible(implementation, setup)
        given = {
            "ssl": lambda: implementation.module,
            "context": lambda: contexts.get(implementation, setup).ssl_context,
        }
        self._things = Things(contexts.things, given, setup.pki)

    @property
    def hung_up(self) -> bool:
        """There is no transport to close."""
        return False

    def attempt(self, call: Call) -> Outcome:
        """Evaluate the expression of a `use`."""
        if call.name != "use":
            raise Unsupported("a module has no {}()".format(call.name))
        try:
            return Done(self._things.use(*call.args))  # type: ignore[arg-type]  # as the language makes it
        except Unsupported:
            raise
        except Exception as error:  # noqa: BLE001 -- any exception of the subject is an outcome
            return translate(self._implementation, error)

    def feed(self, data: bytes) -> None:
        """Nobody listens."""

    def feed_eof(self) -> None:
        """Nobody listens."""

    def take(self) -> bytes:
        """Nothing is ever sent."""
        return b""

    def backlog(self) -> int:
        """Nothing waits."""
        return 0

    def close(self) -> None:
        """What was kept belongs to the trial."""


def _possible(implementation: Implementation, setup: Setup) -> Setup:
    """The setup in TLS 1.2 where the module says that it has no TLS 1.3: nobody connects by it."""
    return replace(setup, tls=Tls.V12) if lacks(implementation, Tls.V13) else setup


DRIVER = Driver(
    name="module",
    connect=ModuleEndpoint,
    calls=frozenset(("use",)),
    needs=("SSLContext",),
    about="the module itself, without a connection: MemoryBIO, SSLContext, constants",
    things=frozenset(("ssl", "context")),
)
