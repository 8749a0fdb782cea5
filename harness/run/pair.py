"""A pair: a subject and a peer, a channel with a schedule between them, driven by a test's own calls.

    with Pairs(mint(folder)) as pairs:
        pair = pairs("my_ssl", role="client", tls="1.3", schedule="cut(1)")
        pair.handshake()
        pair.peer.write(b"ping")
        assert pair.subject.read_exactly(4) == b"ping"
        pair.check()

A call goes on until it has its outcome or nothing moves any more, by logic and never by a clock. The
subject lives in this process: one that hangs or crashes takes the test with it.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from harness.actors import Actor
from harness.collection import Catalogue
from harness.drivers.contexts import Contexts
from harness.endpoint import Raised, Wants
from harness.errors import UsageError
from harness.names import SIDES, Role, Side, Tls, Word
from harness.pki import Pki
from harness.rules import broken_rules
from harness.run.aftermath import aftermath
from harness.run.cell import Cell
from harness.run.conversation import Conversation, Misbehaviour
from harness.run.execute import Script
from harness.run.worker import Bench
from harness.steps import Act, Step, Together
from harness.transcript import Result

W = TypeVar("W", bound=Word)


class CallRaised(AssertionError):
    """A call raised. `outcome` tells what: its `kind`, `exception` (the class's name), `reason`, `alert`."""

    def __init__(self, act: str, outcome: Raised) -> None:
        super().__init__(f"{act} raised {outcome}")
        self.outcome = outcome


class CallWaits(AssertionError):
    """A call waits for ever: nothing moves any more. `want` is what it waits for."""

    def __init__(self, act: str, outcome: Wants) -> None:
        super().__init__(f"{act} {outcome}, and nothing moves any more")
        self.want = outcome.want


class BrokenRule(AssertionError):
    """A rule that holds in every conversation was broken; the message names it and what was seen."""


@dataclass
class Pairs:
    """Makes pairs and closes them. `keys`: from `harness.pki.mint`; `usual`: the subject if none is named."""

    keys: Pki
    usual: str = "stdlib"
    _open: ExitStack = field(default_factory=ExitStack)

    def __call__(
        self,
        subject: str | None = None,
        *,
        driver: str = "bio",
        role: str = "client",
        tls: str = "1.3",
        peer: str = "tlslite",
        schedule: str = "straight",
    ) -> Pair:
        """A pair that is not connected yet; the words are those of a cell's name.

        Raises `Unsupported` for what the subject lacks, `UsageError` for a name nobody knows,
        `ScheduleError` for a schedule that does not read.
        """
        words = _word("role", role, Role), _word("tls", tls, Tls)
        cell = Cell("a test", subject or self.usual, driver, *words, peer, schedule)
        bench = Bench(Catalogue({}, {}, ""), self.keys)
        pair = Pair(Conversation(bench.setting(cell, Contexts())))
        self._open.callback(pair.close)
        return pair

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._open.close()


class Pair:
    """`subject` and `peer`, each with the calls of `Party`."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._script = Script(conversation, conversation.transcript)
        self._steps = 0
        self.subject = Party(self, Side.SUBJECT)
        self.peer = Party(self, Side.PEER)

    def handshake(self) -> None:
        """Both ends complete the handshake."""
        self.do(*(Actor(side).handshakes() for side in SIDES))

    def close_notify(self) -> None:
        """Both ends exchange close_notify to the end."""
        self.do(*(Actor(side).closes() for side in SIDES))

    def do(self, *acts: Act) -> dict[Side, Any]:
        """One act of each end, or of one, at the same time; what each returned.

        Raises `CallRaised` or `CallWaits` for the first that did not return, the subject's before the
        peer's; `BrokenRule` when the subject raised where no call was made.
        """
        results = self._conversation.transcript.results
        before = len(results)
        self.perform(Together(tuple((act.anything(),) for act in acts)))
        ended = {each.act.side: each for each in results[before:] if isinstance(each, Result)}
        return {side: _value(ended[side]) for side in SIDES if side in ended}

    def perform(self, step: Step) -> None:
        """Any step of the scenario language; nothing is expected of how it ends."""
        self._steps += 1
        try:
            self._script.step(self._steps, step)
        except Misbehaviour as error:
            raise BrokenRule(f"the subject raised while it was {error.__cause__}") from None

    def check(self) -> None:
        """Judge the conversation by the rules that hold in every one; it is over with this.

        A connection that has failed or was damaged is first made to show what it still does. Raises
        `BrokenRule`.
        """
        aftermath(self._conversation)
        self._conversation.take_leave()
        if broken := broken_rules(self._conversation.transcript):
            told = (f"{each.rule} ({each.requirement}): {each.told}" for each in broken)
            raise BrokenRule("; ".join(told))

    def close(self) -> None:
        """Give back what the ends hold; safe to call twice."""
        self._conversation.hang_up()
        self._conversation.ends = {}


@dataclass(frozen=True)
class Party:
    """One end. A call that does not return raises `CallRaised` or `CallWaits`."""

    pair: Pair
    side: Side

    @property
    def acts(self) -> Actor:
        """The same end in the scenario language, for `Pair.do` and `Pair.perform`."""
        return Actor(self.side)

    def configure(self, **options: Any) -> None:
        """Fields of `harness.options.Options`, before the first call."""
        self.pair.perform(self.acts.configured(**options))

    def read(self, amount: int) -> bytes:
        """One read of at most so many bytes."""
        return bytes(self._do(self.acts.reads(amount)))

    def read_exactly(self, amount: int) -> bytes:
        """Reads until so many bytes have come; fewer when the stream ends cleanly before."""
        return bytes(self._do(self.acts.reads_exactly(bytes(amount))))

    def read_to_end(self) -> bytes:
        """Reads until the stream ends cleanly."""
        return bytes(self._do(self.acts.reads_to_end()))

    def write(self, data: bytes) -> int:
        """Writes until all is accepted; how much that was."""
        return int(self._do(self.acts.writes(data)))

    def tell(self, fact: str) -> Any:
        """One fact of `harness.endpoint.FACTS`, such as "version" or "alpn"."""
        return self._do(self.acts.tells(fact))

    def forge(self, *edits: str) -> None:
        """Lies of the peer from here on (docs/edits.md)."""
        self._do(self.acts.forges(*edits))

    def alerts(self) -> tuple[str, ...]:
        """The alerts the subject has sent, as the peer heard them: ("fatal decode_error",)."""
        return tuple(self.pair.do(self.acts.alerts(None))[Side.PEER])

    def cut_wire(self, *, eof: bool = True) -> None:
        """What this end sends from now on is lost; `eof` tells the other end so."""
        self.pair.perform(self.acts.cuts_wire(eof=eof))

    def _do(self, act: Act) -> Any:
        return self.pair.do(act)[self.side]


def _word(what: str, text: str, words: type[W]) -> W:
    try:
        return words(text)
    except ValueError:
        known = ", ".join(map(str, words))
        raise UsageError(f"there is no {what} {text!r}; there are {known}") from None


def _value(result: Result) -> Any:
    """What a call returned."""
    outcome, called = result.outcome, f"{result.act.side} {result.act.verb}"
    if isinstance(outcome, Raised):
        raise CallRaised(called, outcome)
    if isinstance(outcome, Wants):
        raise CallWaits(called, outcome)
    return outcome.value
