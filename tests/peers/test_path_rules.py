"""What the reference peer believes of a chain: as OpenSSL does, of every one that the trial's PKI has."""

import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from harness.minting_paths import PATHS
from harness.peers.verify import examine

GOOD = ("below-constraint", "chain")


def chain_of(pki, name):
    pems = Path(pki.chain_file(name)).read_bytes()
    return [each.public_bytes(Encoding.DER) for each in x509.load_pem_x509_certificates(pems)]


@pytest.mark.parametrize("name", ["chain", *PATHS])
def test_a_path_is_good_only_where_everybody_on_it_may_do_what_he_did(pki, name):
    found = examine(chain_of(pki, name), pki.trust_file("ca"), "localhost")
    alert = {"critical": "unsupported_certificate"}.get(name, "unknown_ca")
    assert (found and found.alert) == (None if name in GOOD else alert)


@pytest.mark.parametrize("name", ["chain", *PATHS])
def test_openssl_believes_the_same(pki, name):
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    server.load_cert_chain(pki.chain_file(name), pki.key_file(name))
    client.load_verify_locations(pki.trust_file("ca"))
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    asks = client.wrap_bio(back, there, server_hostname="localhost")
    serves = server.wrap_bio(there, back, server_side=True)
    for end in (asks, serves):
        with pytest.raises(ssl.SSLWantReadError):
            end.do_handshake()
    if name in GOOD:
        asks.do_handshake()
    else:
        with pytest.raises(ssl.SSLCertVerificationError):
            asks.do_handshake()
