"""The seeds of the shipped corpora: what real clients and servers said in handshakes.

CPython's ssl and tlslite-ng shake hands in both versions, with and without extras; what crossed the wire
is cut as each target likes it. It contains fresh randoms and keys, so every export makes other files.
"""

from __future__ import annotations

import itertools
import random
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from harness.drivers.contexts import Contexts
from harness.endpoint import Call, Done, Endpoint, Wants
from harness.errors import HarnessError, ParseError
from harness.fuzz.corpus import Corpus
from harness.fuzz.seeds_protected import flights_of, plaintexts
from harness.fuzz.target import CHOOSING
from harness.names import Role, Tls
from harness.options import Options
from harness.peers import honest, tlslite
from harness.pki import Pki, mint
from harness.places import place
from harness.setup import Setup
from harness.wire.handshake import ClientHello, HandshakeMessage, HandshakeType
from harness.wire.records import ContentType, Record, parse_records

#: The longest seed of `records`, where every byte is fed alone.
_LONGEST_SEED = 192
_READ_EXTENSIONS = (0, 16, 43)  # server_name, ALPN, supported_versions: our parsers look into no others
_FEW_SUITES = 4
_CHOICES = 24


def export_seeds(folder: Path | None = None) -> int:
    """Write the seeds of every target under `folder`, by default the shipped corpora; returns how many."""
    folder = folder if folder is not None else place("corpora")
    hellos, pieces = Corpus(folder / "client_hello"), Corpus(folder / "records")
    hellos.describe(
        "What clients send: ClientHellos and whole client lanes of handshakes of CPython's ssl and "
        "tlslite-ng, TLS 1.2 and 1.3.\nMade by `tls-harness corpus export`."
    )
    pieces.describe(
        f"One record of each kind, at most {_LONGEST_SEED} bytes long, and pairs of neighbours, from both "
        "lanes of handshakes of CPython's ssl and tlslite-ng, ClientHellos cut down to a few extensions.\n"
        "Made by `tls-harness corpus export`."
    )
    lanes, protected = Corpus(folder / "server_flight"), Corpus(folder / "handshake_plaintext")
    lanes.describe(
        "Two bytes that choose version and beginning, then what servers send: whole lanes of handshakes of "
        "CPython's ssl and tlslite-ng, and their later records.\n"
        "Made by `python -m harness.fuzz --export-seeds`."
    )
    protected.describe(
        "Seven bytes that choose the setting and the place, then handshake messages without their "
        "protection: those of a handshake of tlslite-ng, and some by hand.\n"
        "Made by `python -m harness.fuzz --export-seeds`."
    )
    compared = Corpus(folder / "differential")
    compared.describe("What clients send, as in client_hello.\nMade by `tls-harness corpus export`.")
    saved = _choices(folder)
    kinds: dict[tuple[object, ...], bytes] = {}
    with tempfile.TemporaryDirectory(prefix="tls-harness-") as keys:
        pki = mint(keys)
        saved |= {protected.save(data) for data in plaintexts(pki)}
        for tls, flights in _conversations(pki):
            saved |= {lanes.save(data) for data in flights_of(b"".join(flights[Role.SERVER]), tls)}
            saved |= {compared.save(flights[Role.CLIENT][0]), compared.save(b"".join(flights[Role.CLIENT]))}
            saved |= {hellos.save(flights[Role.CLIENT][0]), hellos.save(b"".join(flights[Role.CLIENT]))}
            for lane in Role:
                kinds |= _pieces(b"".join(flights[lane]))
    saved |= {pieces.save(piece) for piece in kinds.values()}
    return len(saved)


def _choices(folder: Path) -> set[Path]:
    """Seeds of the targets that take bytes as answers to a grammar: any will do, the same each time."""
    saved = set()
    for name in CHOOSING:
        kept = Corpus(folder / name)
        kept.describe("Answers to the questions of a grammar.\nMade by `tls-harness corpus export`.")
        for number in range(_CHOICES):
            dice = random.Random(f"{name} {number}")
            saved.add(kept.save(dice.randbytes(dice.randrange(8, 64))))
    return saved


def _conversations(pki: Pki) -> Iterator[tuple[Tls, dict[Role, list[bytes]]]]:
    """Version and flights of one handshake each: both clients, with and without extras."""
    contexts = Contexts()

    def stdlib(setup: Setup) -> Endpoint:
        return honest.connect(setup, contexts)

    for tls in Tls:
        for connect in (stdlib, tlslite.connect):
            for options in (Options(), Options(alpn=("h2", "http/1.1"))):
                client = Setup(Role.CLIENT, tls, options, pki)
                server = Setup(Role.SERVER, tls, Options(alpn=options.alpn), pki)
                session, flights = _converse(connect, client, server)
                yield tls, flights
        yield tls, _converse(connect, Setup(Role.CLIENT, tls, options, pki, session), server)[1]


def _converse(
    connect: Callable[[Setup], Endpoint], client: Setup, server: Setup
) -> tuple[object, dict[Role, list[bytes]]]:
    """Handshake, one message each way, goodbye: the client's session, and each lane's flights."""
    ends = {Role.CLIENT: connect(client), Role.SERVER: connect(server)}
    flights: dict[Role, list[bytes]] = {role: [] for role in Role}

    def together(*calls: tuple[Role, Call]) -> None:
        waiting = list(calls)
        for _ in range(20):
            waiting = [(role, call) for role, call in waiting if not _goes(ends[role], call)]
            for role, end in ends.items():
                if out := end.take():
                    flights[role].append(out)
                    ends[role.other].feed(out)
            if not waiting:
                return
        raise HarnessError(f"an exported conversation does not get past {waiting[0][1]}")

    together(*((role, Call("handshake")) for role in Role))
    for role in Role:
        together((role, Call("write", (b"ping",))), (role.other, Call("read", (4,))))
    told = ends[Role.CLIENT].attempt(Call("tell", ("session",)))
    together(*((role, Call("close_notify")) for role in Role))
    for end in ends.values():
        end.close()
    return told.value if isinstance(told, Done) else None, flights


def _goes(end: Endpoint, call: Call) -> bool:
    """Whether the call is done. Raises HarnessError when it fails."""
    outcome = end.attempt(call)
    if not isinstance(outcome, (Done, Wants)):
        raise HarnessError(f"an exported conversation fails at {call}: {outcome}")
    return isinstance(outcome, Done)


def _pieces(stream: bytes) -> dict[tuple[object, ...], bytes]:
    """The short records of a stream and the short pairs of neighbours, one of each kind."""
    found = [_shortened(record) for record in parse_records(stream)[0]]
    pieces: dict[tuple[object, ...], bytes] = {_kind(record): record.serialise() for record in found}
    for one, two in itertools.pairwise(found):
        pieces[_kind(one), _kind(two)] = one.serialise() + two.serialise()
    return {kind: piece for kind, piece in pieces.items() if len(piece) <= _LONGEST_SEED}


def _kind(record: Record) -> tuple[object, ...]:
    """What makes a record another seed: its header but for the length, and how its payload begins."""
    readable = record.type != ContentType.application_data
    return record.type, record.version, record.payload[:1] if readable else b""


def _shortened(record: Record) -> Record:
    """A ClientHello with few suites and only the extensions our parsers look into; others as they are."""
    if record.type != ContentType.handshake or record.payload[:1] != bytes([HandshakeType.client_hello]):
        return record
    try:
        hello = ClientHello.parse(record.payload[4:])
    except ParseError:
        return record  # an encrypted Finished of TLS 1.2 whose first byte happens to look like a hello's
    kept = tuple(pair for pair in hello.extensions or () if pair[0] in _READ_EXTENSIONS)
    hello = replace(hello, cipher_suites=hello.cipher_suites[:_FEW_SUITES], extensions=kept)
    message = HandshakeMessage(HandshakeType.client_hello, hello.serialise())
    return replace(record, payload=message.serialise())
