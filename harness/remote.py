"""A subject in another interpreter, `NAME@PYTHON`: the agent that serves it, and endpoints that ask it.

`PYTHON` is an executable: a path, or a name to be found on the way (`python3.8`, `pypy3`). It needs nothing
but its standard library; the harness's own modules are shown to it by themselves, so that nothing else of
this interpreter's can be imported there by mistake. What is asked goes in one frame with everything that
was fed before, so that a byte at a time costs one round trip and not four.
"""

from __future__ import annotations

import itertools
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time
import weakref
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import harness
from harness.endpoint import Call, EndpointRaised, Outcome
from harness.errors import HarnessError, Unsupported, UsageError
from harness.frames import PROTOCOL, Babble, receive, send
from harness.implementation import Implementation
from harness.names import Want
from harness.setup import Setup
from harness.trickling import Trickled

#: What stands between the name of an implementation and the interpreter it lives in.
AT = "@"
#: Seconds an agent may take to start, and to answer.
START_UP = 30.0
PATIENCE = 15.0
#: Drivers whose endpoints have no transport, so that nothing fed is ever out of reach.
_AT_ONCE = frozenset({"bio", "buffer", "endpoint"})
#: Drivers whose endpoints emit nothing but when they are called.
_MUTE = frozenset({"bio"})

# Shows the other interpreter one package of this one's and nothing beside it.
_BOOT = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("harness", {init!r}, submodule_search_locations=[{folder!r}])
sys.modules["harness"] = module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
sys.dont_write_bytecode = True
from harness.agent import main
main()
"""


class Lost(HarnessError):
    """The agent did not come back: the subject took it down ("crash"), or hangs ("hang")."""

    def __init__(self, how: str, told: str) -> None:
        super().__init__(told)
        self.how = how


@dataclass(frozen=True)
class Remote(Implementation):
    """An implementation in another interpreter. module: the `Agent` that serves it."""

    def get(self, name: str) -> Any:
        """Objects stay where they are. Raises `Unsupported`."""
        raise Unsupported(f"{self.name} is in another interpreter: its {name} stays there")

    def has(self, name: str) -> bool:
        """Whether the module there has an attribute `name`."""
        return bool(self.module.has(name))

    @property
    def built_on_stdlib(self) -> bool:
        """Whether that interpreter's own ssl is underneath."""
        return bool(self.module.built_on_stdlib)

    @property
    def python(self) -> tuple[int, ...]:
        """The version of the interpreter."""
        return tuple(self.module.version)

    def facts(self) -> dict[str, str]:
        """As the agent tells them, under the name it has here."""
        return {**self.module.facts, "implementation": self.name}

    def connect(self, driver: str, setup: Setup, contexts: object) -> RemoteEndpoint:
        """An endpoint made there by the driver of that name. Raises as `Driver.connect` does, and `Lost`."""
        return RemoteEndpoint(self.module, driver, setup, contexts)

    def forget(self, contexts: object) -> None:
        """Let go of what a scenario has kept there."""
        self.module.forget(contexts)


def remote(spec: str) -> Remote:
    """The implementation `spec` names. Raises `UsageError` in one sentence when it cannot be had."""
    name, _, python = spec.partition(AT)
    path = shutil.which(python)
    if path is None:
        raise UsageError(f"implementation {spec}: there is no interpreter {python!r}")
    agent = Agent(path, name)
    try:
        agent.start()
    except Lost as why:
        raise UsageError(f"implementation {spec}: the agent does not start: {why}") from None
    return Remote(spec, agent)


@dataclass
class Agent:
    """A process of another interpreter that serves one implementation; it is started again when it dies.

    python: the executable's path. name: the implementation's, there. lives: how often it was started.
    """

    python: str
    name: str
    facts: dict[str, str] = field(default_factory=dict)
    version: tuple[int, ...] = ()
    built_on_stdlib: bool = False
    lives: int = 0
    _process: subprocess.Popen[bytes] | None = None
    _words: IO[bytes] | None = None
    _known: dict[str, bool] = field(default_factory=dict)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))
    _contexts: Any = field(default_factory=weakref.WeakKeyDictionary)

    def start(self) -> None:
        """Start it and load the implementation. Raises `Lost`, `UsageError`."""
        self.stop()
        self._words = tempfile.TemporaryFile(prefix="tls-harness-agent-")  # noqa: SIM115 - as long as it runs
        init = Path(harness.__file__).resolve()
        boot = _BOOT.format(init=str(init), folder=str(init.parent))
        try:
            self._process = subprocess.Popen(
                [self.python, "-c", boot],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._words,
                env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            )  # fmt: skip
        except OSError as error:
            raise Lost("crash", error.strerror or str(error)) from None
        hello = self._hear(START_UP)
        if not (isinstance(hello, tuple) and hello[:2] == ("here", PROTOCOL)):
            self.stop()
            raise Lost("crash", f"it is of another version of the harness: it says {hello!r}")
        self.lives += 1
        self.version = hello[2]
        self.facts, self.built_on_stdlib = self.ask("load", self.name)

    def stop(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    _close(pipe)
        if self._words is not None:
            self._words.close()
            self._words = None
        self._contexts = weakref.WeakKeyDictionary()

    def __del__(self) -> None:
        self.stop()

    @property
    def runs(self) -> bool:
        """Whether there is a process."""
        return self._process is not None

    def has(self, name: str) -> bool:
        """Whether the module has an attribute; asked once."""
        if name not in self._known:
            self._known[name] = self.ask("has", self.name, name)
        return self._known[name]

    def number(self) -> int:
        """A number that no endpoint has yet."""
        return int(next(self._numbers))

    def number_of(self, contexts: object) -> int:
        """The number the contexts of a scenario go by there."""
        if contexts not in self._contexts:
            self._contexts[contexts] = self.number()
        return int(self._contexts[contexts])

    def forget(self, contexts: object) -> None:
        """Let go of what a scenario has kept; no matter when the agent is gone."""
        if self._process is not None and contexts in self._contexts:
            self.ask("forget", self.number_of(contexts))

    def ask(self, *request: object) -> Any:
        """The answer to a request.

        Raises what it raised there (`Unsupported`, `UsageError`, `EndpointRaised`), `HarnessError` for a
        fault of ours, `Lost` when there was no answer; the agent is then started again when next asked.
        """
        if self._process is None:
            self.start()
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            send(cast(BinaryIO, self._process.stdin), request)
        except OSError:
            raise self._lost() from None
        answer = self._hear(PATIENCE)
        return _opened(answer)

    def _hear(self, seconds: float) -> Any:
        """The next frame, if it comes in time."""
        assert self._process is not None
        assert self._process.stdout is not None
        try:
            return receive(cast(BinaryIO, _Patient(self._process.stdout.fileno(), seconds)))
        except EOFError:
            raise self._lost() from None
        except TimeoutError:
            self.stop()
            raise Lost("hang", f"the agent gave no answer in {seconds:g} s") from None
        except Babble as error:
            self.stop()
            raise Lost("crash", f"the agent babbles: {error}") from None

    def _lost(self) -> Lost:
        """What to say of a process that has ended."""
        assert self._process is not None
        code = self._process.wait()
        how = f"exit code {code}" if code >= 0 else f"killed by {signal.Signals(-code).name}"
        words = b""
        if self._words is not None:
            self._words.seek(0)
            words = self._words.read().strip()
        last = words.decode("utf-8", "replace").splitlines()[-1:] if words else []
        self.stop()
        return Lost("crash", ": ".join(["the agent's process ended: " + how, *last]))


class _Patient:
    """Reads a pipe, for so many seconds in all; then `TimeoutError`."""

    def __init__(self, descriptor: int, seconds: float) -> None:
        self._descriptor = descriptor
        self._deadline = time.monotonic() + seconds

    def read(self, size: int) -> bytes:
        """So many bytes, fewer at the end of the pipe."""
        found = b""
        while len(found) < size:
            left = max(0.0, self._deadline - time.monotonic())
            if not select.select([self._descriptor], [], [], left)[0]:
                raise TimeoutError
            data = os.read(self._descriptor, size - len(found))
            if not data:
                break
            found += data
        return found


def _opened(answer: Any) -> Any:
    kind = answer[0] if isinstance(answer, tuple) and answer else None
    if kind == "done":
        return answer[1]
    if kind == "unsupported":
        raise Unsupported(answer[1])
    if kind == "refused":
        raise UsageError(answer[1])
    if kind == "raised":
        raise EndpointRaised(answer[1], answer[2])
    told = answer[1] if kind == "failed" else f"it answers {answer!r}"
    raise HarnessError(f"the agent failed: {told}")


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:  # what was not flushed has nowhere to go
        return


class RemoteEndpoint:
    """An `Endpoint` whose other half is with the agent. untaken: what it emits stays with it."""

    def __init__(self, agent: Agent, driver: str, setup: Setup, contexts: object) -> None:
        self._agent = agent
        self._number = agent.number()
        self._waiting: list[tuple[str, object]] = []
        self._output = b""
        self._at_once, self._mute = driver in _AT_ONCE, driver in _MUTE
        self._backlog, self._hung_up, self._closed = 0, False, False
        self._held = False  # whether there may be output that was not taken
        self.untaken = False
        where = agent.number_of(contexts)
        shape, state = agent.ask("connect", self._number, agent.name, driver, setup, where)
        self._life = agent.lives
        self._note(state)
        for name in shape:
            setattr(self, name, self._does(name))

    @property
    def hung_up(self) -> bool:
        """See `Endpoint`."""
        return self._hung_up

    def attempt(self, call: Call) -> Outcome:
        """See `Endpoint`."""
        outcome: Outcome = self._ask(("attempt", call))
        return outcome

    def trickle(self, call: Call, pieces: list[bytes], want: Want) -> Trickled:
        """See `harness.trickling`; with output that was not taken, no further than the first piece."""
        told: Trickled = self._ask(("trickle", (call, pieces[:1] if self._output else pieces, want)))
        return told._replace(data=b"" if told.backlog or told.doing else self.take())

    def feed(self, data: bytes) -> None:
        """Kept until something is asked."""
        self._waiting.append(("feed", data))

    def feed_eof(self) -> None:
        """Kept until something is asked."""
        self._waiting.append(("feed_eof", None))

    def take(self) -> bytes:
        """See `Endpoint`."""
        if self._held or (self._waiting and not self._mute):
            self._ask()
        data, self._output = self._output, b""
        return data

    def backlog(self) -> int:
        """See `Endpoint`."""
        if self._waiting and not self._at_once:
            self._ask()
        return self._backlog

    def close(self) -> None:
        """See `Endpoint`."""
        if self._closed or self._life != self._agent.lives or not self._agent.runs:
            return
        self._closed = True
        try:
            self._ask(("close", None))
        except Lost:
            return  # whoever attempted something has heard of it

    def _does(self, verb: str) -> Any:
        return lambda argument=None: self._ask((verb, argument))

    def _ask(self, *acts: tuple[str, object]) -> Any:
        waiting, self._waiting, self._held = self._waiting, [], self.untaken
        taking = () if self.untaken else (("take", None),)
        answer, state = self._agent.ask("act", self._number, *waiting, *acts, *taking)
        self._note(state)
        return answer

    def _note(self, state: tuple[bytes, int, bool]) -> None:
        data, self._backlog, self._hung_up = state
        self._output += data
