"""One conversation: beside a bare loop of the same two ends, and beside two bare SSLObjects."""

from __future__ import annotations

from collections.abc import Iterator

from harness.names import Role, Tls
from harness.run.worker import Bench
from tests.bench.figures import Row, Table
from tests.bench.pairs import bare_pair, bare_with_tlslite, ours
from tests.bench.timing import Loop, compared


def tables(bench: Bench, rounds: int) -> Iterator[Table]:
    """Both tables."""
    columns = ("bare ms", "ours ms", "ratio")
    yield Table("a handshake, ECDSA P-256, and the same pair bare", columns, _same_pair(bench, rounds))
    columns = ("bare ms", "ours ms", "times", "a second")
    yield Table("a conversation, beside two bare SSLObjects", columns, _fastest_pair(bench, rounds))


def _same_pair(bench: Bench, rounds: int) -> Iterator[Row]:
    """A ratio of 0.80: the harness does 80 conversations while the bare loop does 100."""

    def row(name: str, bare: Loop, judged: Loop) -> Row:
        found = compared(bare, judged, rounds)
        return Row(name, (found.one, found.other, found.ratio))

    pki = bench.pki
    for tls in Tls:
        yield row(f"stdlib with honest stdlib, TLS {tls}", bare_pair(pki, tls), ours(bench, "honest", tls))
    for tls in Tls:
        yield row(
            f"stdlib with tlslite-ng, TLS {tls}", bare_with_tlslite(pki, tls), ours(bench, "tlslite", tls)
        )
    for driver in ("socket-nonblocking", "socket", "asyncio-streams", "asyncio-protocol"):
        bare, judged = bare_pair(pki, Tls.V13), ours(bench, "honest", Tls.V13, driver)
        yield row(f"the same pair, driver {driver}", bare, judged)


def _fastest_pair(bench: Bench, rounds: int) -> Iterator[Row]:
    """2.50 times: a conversation, judged, costs as much as two and a half handshakes of two SSLObjects."""
    for tls in Tls:
        for role in Role:
            for peer in ("honest", "tlslite"):
                found = compared(bare_pair(bench.pki, tls), ours(bench, peer, tls, role=role), rounds)
                figures = (found.one, found.other, 1 / found.ratio, 1000 / found.other)
                yield Row(f"stdlib as the {role} with {peer}, TLS {tls}", figures)
