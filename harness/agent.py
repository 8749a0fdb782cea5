"""The agent: a subject in another interpreter, driven by the same drivers, told what to do over a pipe.

`harness.remote` starts it there with the standard library alone, from Python 3.8 on and under PyPy. It
answers each frame with one frame. What a subject prints goes to standard error; if the subject takes the
process down, the pipe ends, and the one at the other end knows what to think.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import sys
from dataclasses import replace
from typing import Any, BinaryIO, Callable, Dict, List, Tuple

from harness.drivers import registry
from harness.drivers.contexts import Contexts
from harness.drivers.things import forget
from harness.endpoint import Done, Endpoint, EndpointRaised, Outcome
from harness.errors import HarnessError, Unsupported, UsageError
from harness.frames import PROTOCOL, Token, receive, send
from harness.implementation import Implementation, load
from harness.setup import Setup
from harness.trickling import Trickled, trickle

_PR_SET_PDEATHSIG = 1
#: What a call may answer as it is; everything else stays here, and a token goes out.
_PLAIN = (bool, int, float, complex, str, bytes, bytearray, type(None))


def main() -> None:
    """Serve standard input until it ends."""
    _die_with_the_parent()
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)
    serve(incoming, outgoing)


def serve(incoming: BinaryIO, outgoing: BinaryIO) -> None:
    """Answer frame by frame; returns when there are no more."""
    desk = Desk()
    send(outgoing, ("here", PROTOCOL, tuple(sys.version_info[:3]), platform.python_implementation()))
    while True:
        try:
            request = receive(incoming)
        except EOFError:
            return
        send(outgoing, desk.answer(request))


class Desk:
    """What an agent keeps: implementations by name, contexts and endpoints by number, objects by token."""

    def __init__(self) -> None:
        self._implementations: Dict[str, Implementation] = {}
        self._contexts: Dict[int, Contexts] = {}
        self._endpoints: Dict[int, Endpoint] = {}
        self._objects: List[Any] = []
        self._does: Dict[str, Callable[..., object]] = {
            "load": self._load,
            "has": self._has,
            "connect": self._connect,
            "act": self._act,
            "forget": self._forget,
        }

    def answer(self, request: Tuple[Any, ...]) -> Tuple[object, ...]:
        """The answer to a request: its name and arguments, or what kept it from being carried out."""
        try:
            return ("done", self._does[request[0]](*request[1:]))
        except Unsupported as why:
            return ("unsupported", str(why))
        except UsageError as why:
            return ("refused", str(why))
        except EndpointRaised as error:
            return ("raised", error.doing, error.outcome)
        except HarnessError as error:
            return ("failed", str(error))
        except Exception as error:  # noqa: BLE001 -- our own fault, which the other end has to tell
            return ("failed", "{}: {}".format(type(error).__name__, error))

    def _load(self, name: str) -> object:
        self._implementations[name] = load(name)
        found = self._implementations[name]
        return found.facts(), found.built_on_stdlib

    def _has(self, name: str, attribute: str) -> bool:
        return self._implementations[name].has(attribute)

    def _connect(self, number: int, name: str, driver: str, setup: Setup, contexts: int) -> object:
        if isinstance(setup.session, Token):
            setup = replace(setup, session=self._objects[setup.session.number])
        kept = self._contexts.setdefault(contexts, Contexts())
        chosen = registry.driver(driver)
        if setup.options.entrance not in chosen.entrances:
            raise Unsupported("the {} driver has no entrance {!r}".format(driver, setup.options.entrance))
        endpoint = chosen.connect(self._implementations[name], setup, kept)
        self._endpoints[number] = endpoint
        shape = [name for name in ("feed_reset", "elapse") if hasattr(endpoint, name)]
        return tuple(shape), (endpoint.take(), endpoint.backlog(), endpoint.hung_up)

    def _act(self, number: int, *acts: Tuple[str, Any]) -> object:
        """Several things in order, as (verb, argument): the outcome of the attempt, and the state then."""
        endpoint = self._endpoints[number]
        answer: object = None
        taken = b""
        for verb, argument in acts:
            if verb == "attempt":
                answer = self._told(endpoint.attempt(argument))
            elif verb == "trickle":
                told = trickle(endpoint, *argument)
                answer, taken = self._travelling(told), taken + told.data
            elif verb == "take":
                taken += endpoint.take()
            elif verb == "close":
                del self._endpoints[number]
                endpoint.close()
                return None, (taken, 0, False)
            elif argument is None:
                getattr(endpoint, verb)()
            else:
                getattr(endpoint, verb)(argument)
        return answer, (taken, endpoint.backlog(), endpoint.hung_up)

    def _told(self, outcome: Outcome) -> Outcome:
        """An outcome whose value can travel: a session, which cannot, becomes a token."""
        if not isinstance(outcome, Done) or isinstance(outcome.value, (_PLAIN, tuple, list, dict)):
            return outcome
        if type(outcome.value).__module__.startswith("harness."):
            return outcome
        self._objects.append(outcome.value)
        return Done(Token(len(self._objects) - 1))

    def _travelling(self, told: Trickled) -> Trickled:
        """What can travel of it; what was emitted does so by itself."""
        outcome = told.outcome if told.outcome is None else self._told(told.outcome)
        return told._replace(outcome=outcome, data=b"")

    def _forget(self, contexts: int) -> None:
        """Let go of the things a scenario has kept with these contexts."""
        if contexts in self._contexts:
            forget(self._contexts[contexts].things)


def _die_with_the_parent() -> None:
    """A subject that hangs must not outlive the harness (Linux; elsewhere the end of the pipe has to do)."""
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    except (AttributeError, OSError):
        return
