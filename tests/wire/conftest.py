"""Real bytes for the wire room: what two `ssl` ends write to each other over memory BIOs."""

import ssl

import pytest

from harness.names import Role, Tls
from harness.pki import mint

_VERSIONS = {Tls.V12: ssl.TLSVersion.TLSv1_2, Tls.V13: ssl.TLSVersion.TLSv1_3}


@pytest.fixture(scope="session")
def flights(tmp_path_factory):
    """{(version, role): every byte that role sent in a handshake and one message of 20 000 bytes}."""
    pki = mint(str(tmp_path_factory.mktemp("pki")))
    return {(tls, role): sent for tls in Tls for role, sent in _converse(pki, tls).items()}


def _converse(pki, tls):
    lanes = {role: ssl.MemoryBIO() for role in Role}
    sent = dict.fromkeys(Role, b"")
    ends = {}
    for role in Role:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT if role is Role.CLIENT else ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = context.maximum_version = _VERSIONS[tls]
        context.set_alpn_protocols(["h2", "http/1.1"])
        if role is Role.CLIENT:
            context.load_verify_locations(pki.trust_file("ca"))
        else:
            context.load_cert_chain(pki.chain_file("ecdsa"), pki.key_file("ecdsa"))
        out = ssl.MemoryBIO()
        name = "localhost" if role is Role.CLIENT else None
        end = context.wrap_bio(lanes[role], out, server_side=role is Role.SERVER, server_hostname=name)
        ends[role] = (end, out)

    def step(role, call):
        end, out = ends[role]
        try:
            call(end)
        except ssl.SSLWantReadError:
            done = False
        else:
            done = True
        data = out.read()
        sent[role] += data
        lanes[role.other].write(data)
        return done

    waiting = list(Role)
    for _ in range(10):
        waiting = [role for role in waiting if not step(role, ssl.SSLObject.do_handshake)]
    assert not waiting, f"no handshake over {tls}"
    for role in Role:
        step(role, lambda end: end.write(bytes(20_000)))
    return sent
