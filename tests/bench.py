"""What the harness costs beside bare loops of the same pairs: ratios of one run, never absolute promises.

    python -m tests.bench [--rounds N]

Each line pairs two loops and alternates them, so that a noisy machine slows both. In the first table the
bare loop joins the same two ends: a ratio of 0.80 says that the harness does 80 conversations while it does
100. In the second it joins two SSLObjects, the fastest pair there is, whatever the ends of the conversation:
2.50 times says that a conversation, judged, costs as much as two and a half of their handshakes.
"""

from __future__ import annotations

import argparse
import gc
import ssl
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from harness.collection import collect
from harness.endpoint import Call
from harness.names import Role, Tls
from harness.options import Options
from harness.peers import tlslite
from harness.pki import Pki, mint
from harness.places import place
from harness.run.cell import Cell
from harness.run.worker import Bench
from harness.setup import Setup

_HANDSHAKE = Call("handshake")
_REQUIREMENT = """
[[requirement]]
id = "bench:handshake"
source = "none"
level = "MAY"
text = "A handshake to time."
"""
_SCENARIO = '''
from harness.scenario import handshake, scenario


@scenario("bench:handshake", sweep="none")
def only(subject, peer):
    """Just a handshake."""
    return [handshake(subject, peer)]
'''


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="how often each pair of loops is timed")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(collect(_catalogue(Path(scratch))), mint(scratch))
        print(f"{'a handshake, ECDSA P-256':<52}{'bare ms':>9}{'ours ms':>9}{'ratio':>8}")
        for tls in Tls:
            _row(
                f"stdlib with honest stdlib, TLS {tls}",
                _bare_pair(bench.pki, tls),
                _ours(bench, "honest", tls),
                rounds,
            )
        for tls in Tls:
            bare = _bare_with_tlslite(bench.pki, tls)
            _row(f"stdlib with tlslite-ng, TLS {tls}", bare, _ours(bench, "tlslite", tls), rounds)
        for driver in ("socket-nonblocking", "socket", "asyncio-streams", "asyncio-protocol"):
            bare = _bare_pair(bench.pki, Tls.V13)
            _row(f"the same pair, driver {driver}", bare, _ours(bench, "honest", Tls.V13, driver), rounds)
        columns = f"{'bare ms':>9}{'ours ms':>9}{'times':>8}{'a second':>10}"
        print(f"\n{'a conversation, beside two bare SSLObjects':<52}{columns}")
        for tls in Tls:
            for role in Role:
                bare = _bare_pair(bench.pki, tls)
                for peer in ("honest", "tlslite"):
                    name = f"stdlib as the {role} with {peer}, TLS {tls}"
                    _cost_row(name, bare, _ours(bench, peer, tls, role=role), rounds)


def _row(name: str, bare: Callable[[], None], ours: Callable[[], None], rounds: int) -> None:
    bare_ms, ours_ms, ratio = _compared(bare, ours, rounds)
    print(f"{name:<52}{bare_ms:>9.2f}{ours_ms:>9.2f}{ratio:>8.2f}", flush=True)


def _cost_row(name: str, bare: Callable[[], None], ours: Callable[[], None], rounds: int) -> None:
    bare_ms, ours_ms, ratio = _compared(bare, ours, rounds)
    print(f"{name:<52}{bare_ms:>9.2f}{ours_ms:>9.2f}{1 / ratio:>8.2f}{1000 / ours_ms:>10.0f}", flush=True)


def _compared(bare: Callable[[], None], ours: Callable[[], None], rounds: int) -> tuple[float, float, float]:
    """Medians of both in milliseconds, and the median of bare through ours."""
    pairs = [(_timed(bare), _timed(ours)) for _ in range(rounds)]
    ratio = statistics.median(one / other for one, other in pairs)
    bare_ms, ours_ms = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
    return bare_ms, ours_ms, ratio


def _timed(loop: Callable[[], None], times: int = 30) -> float:
    """Seconds of processor time for one turn of the loop."""
    started = time.process_time()
    for _ in range(times):
        loop()
    return (time.process_time() - started) / times


def _ours(
    bench: Bench, peer: str, tls: Tls, driver: str = "bio", role: Role = Role.CLIENT
) -> Callable[[], None]:
    cell = Cell("bench/only", "stdlib", driver, role, tls, peer)
    first = bench.run(cell).result
    assert first.verdict == "pass", first.reason
    gc.freeze()  # as a worker does with what lives as long as it
    return lambda: bench.run(cell) and None


def _contexts(pki: Pki, tls: Tls) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    client, server = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    client.load_verify_locations(pki.trust_file("ca"))
    server.load_cert_chain(pki.chain_file("ecdsa"), pki.key_file("ecdsa"))
    for context in (client, server):
        version = ssl.TLSVersion.TLSv1_3 if tls is Tls.V13 else ssl.TLSVersion.TLSv1_2
        context.minimum_version = context.maximum_version = version
    return client, server


def _bare_pair(pki: Pki, tls: Tls) -> Callable[[], None]:
    """Two SSLObjects over four MemoryBIOs, contexts reused: the fastest way to the same handshake."""
    client_context, server_context = _contexts(pki, tls)

    def loop() -> None:
        to_client, to_server, from_client, from_server = (ssl.MemoryBIO() for _ in range(4))
        client = client_context.wrap_bio(to_client, from_client, server_hostname="localhost")
        server = server_context.wrap_bio(to_server, from_server, server_side=True)
        waiting = [client, server]
        while waiting:
            for end in tuple(waiting):
                try:
                    end.do_handshake()
                    waiting.remove(end)
                except ssl.SSLWantReadError:
                    pass
                to_server.write(from_client.read())
                to_client.write(from_server.read())

    return loop


def _bare_with_tlslite(pki: Pki, tls: Tls) -> Callable[[], None]:
    """An SSLObject and the reference peer, joined by the shortest loop there is."""
    client_context, _ = _contexts(pki, tls)
    setup = Setup(Role.SERVER, tls, Options(), pki)

    def loop() -> None:
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        client = client_context.wrap_bio(incoming, outgoing, server_hostname="localhost")
        peer = tlslite.connect(setup)
        done = False
        while not done:
            try:
                client.do_handshake()
                done = True
            except ssl.SSLWantReadError:
                pass
            peer.feed(outgoing.read())
            peer.attempt(_HANDSHAKE)
            incoming.write(peer.take())

    return loop


def _catalogue(folder: Path) -> Path:
    rules = (place("scenarios") / "requirements" / "rules.toml").read_text(encoding="utf-8")
    (folder / "requirements").mkdir()
    (folder / "requirements" / "all.toml").write_text(rules + _REQUIREMENT, encoding="utf-8")
    (folder / "bench.py").write_text(_SCENARIO, encoding="utf-8")
    return folder


if __name__ == "__main__":
    main()
