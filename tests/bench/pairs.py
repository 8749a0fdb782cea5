"""The loops that are timed: bare ones that join two ends by as little as can be, and ours, judged."""

from __future__ import annotations

import gc
import ssl
from pathlib import Path

from harness.collection import collect
from harness.endpoint import Call
from harness.names import Role, Tls
from harness.options import Options
from harness.peers import tlslite
from harness.pki import Pki
from harness.places import place
from harness.run.cell import Cell
from harness.run.worker import Bench
from harness.setup import Setup
from tests.bench.timing import Loop

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


def bench_of(scratch: Path, pki: Pki) -> Bench:
    """A bench over a catalogue, made in `scratch`, whose one scenario is a handshake."""
    rules = (place("scenarios") / "requirements" / "rules.toml").read_text(encoding="utf-8")
    folder = scratch / "catalogue"
    (folder / "requirements").mkdir(parents=True)
    (folder / "requirements" / "all.toml").write_text(rules + _REQUIREMENT, encoding="utf-8")
    (folder / "bench.py").write_text(_SCENARIO, encoding="utf-8")
    return Bench(collect(folder), pki)


def ours(bench: Bench, peer: str, tls: Tls, driver: str = "bio", role: Role = Role.CLIENT) -> Loop:
    """A handshake acted out, recorded and judged."""
    cell = Cell("bench/only", "stdlib", driver, role, tls, peer)
    first = bench.run(cell).result
    assert first.verdict == "pass", first.reason
    gc.freeze()  # as a worker does with what lives as long as it
    return lambda: bench.run(cell)


def _contexts(pki: Pki, tls: Tls) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    client, server = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    client.load_verify_locations(pki.trust_file("ca"))
    server.load_cert_chain(pki.chain_file("ecdsa"), pki.key_file("ecdsa"))
    for context in (client, server):
        version = ssl.TLSVersion.TLSv1_3 if tls is Tls.V13 else ssl.TLSVersion.TLSv1_2
        context.minimum_version = context.maximum_version = version
    return client, server


def bare_pair(pki: Pki, tls: Tls) -> Loop:
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


def bare_with_tlslite(pki: Pki, tls: Tls) -> Loop:
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
