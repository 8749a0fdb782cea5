"""Handshakes of the fast tlslite: against the pure one and against CPython's ssl, in both roles."""

import os
import subprocess
import sys

import pytest
from ecdsa import der

from harness.names import Role, Tls
from harness.peers import fast
from tests.peers.fast_stage import FAST, PURE, End, SslEnd, converse, copy_of_tlslite
from tests.peers.tlslite_stage import both_roles

# key exchange, certificate, cipher, MAC, OpenSSL's name of the suite
SUITES = [
    ("ecdhe_ecdsa", "ecdsa", "aes128gcm", "aead", "ECDHE-ECDSA-AES128-GCM-SHA256"),
    ("ecdhe_ecdsa", "ecdsa", "aes256gcm", "aead", "ECDHE-ECDSA-AES256-GCM-SHA384"),
    ("ecdhe_rsa", "rsa", "chacha20-poly1305", "aead", "ECDHE-RSA-CHACHA20-POLY1305"),
    ("ecdhe_ecdsa", "ecdsa", "aes128ccm", "aead", "ECDHE-ECDSA-AES128-CCM"),
    ("ecdhe_ecdsa", "ecdsa", "aes256ccm", "aead", "ECDHE-ECDSA-AES256-CCM"),
    ("ecdhe_ecdsa", "ecdsa", "aes128ccm_8", "aead", "ECDHE-ECDSA-AES128-CCM8:@SECLEVEL=0"),
    ("ecdhe_ecdsa", "ecdsa", "aes256ccm_8", "aead", "ECDHE-ECDSA-AES256-CCM8:@SECLEVEL=0"),
    ("ecdhe_ecdsa", "ecdsa", "aes128", "sha", "ECDHE-ECDSA-AES128-SHA"),
    ("ecdhe_rsa", "rsa", "aes256", "sha384", "ECDHE-RSA-AES256-SHA384"),
    ("ecdhe_rsa", "rsa", "aes128", "sha256", "ECDHE-RSA-AES128-SHA256"),
    ("rsa", "rsa", "aes256", "sha256", "AES256-SHA256"),
    ("rsa", "rsa", "aes128gcm", "aead", "AES128-GCM-SHA256"),
    ("dhe_rsa", "rsa", "aes128", "sha", "DHE-RSA-AES128-SHA"),
]
each_suite = pytest.mark.parametrize(
    ("exchange", "certificate", "cipher", "mac", "suite"),
    SUITES,
    ids=[suite[-1].split(":")[0] for suite in SUITES],
)
GROUPS = ["x25519", "x448", "secp256r1", "secp384r1", "secp521r1"]
CIPHERS_13 = ["aes128gcm", "aes256gcm", "chacha20-poly1305", "aes128ccm"]


def of(exchange, cipher, mac):
    return {"keyExchangeNames": [exchange], "cipherNames": [cipher], "macNames": [mac]}


@pytest.fixture(scope="module")
def dh_params(tmp_path_factory):
    """The path of a file with ffdhe2048, for OpenSSL's servers."""
    generator, prime = PURE("mathtls").RFC7919_GROUPS[0]
    group = der.encode_sequence(der.encode_integer(prime), der.encode_integer(generator))  # PKCS #3
    path = tmp_path_factory.mktemp("dh") / "ffdhe2048.pem"
    path.write_bytes(der.topem(group, "DH PARAMETERS"))
    return str(path)


@both_roles
@each_suite
def test_suites_of_tls_1_2_against_openssl(pki, dh_params, role, exchange, certificate, cipher, mac, suite):
    own = certificate if role is Role.SERVER else None
    ours = End(FAST, role, Tls.V12, pki, own, **of(exchange, cipher, mac))
    theirs = SslEnd(role.other, Tls.V12, pki, certificate, suite, dh_params if role is Role.CLIENT else None)
    converse(*((ours, theirs) if role is Role.CLIENT else (theirs, ours)))
    assert theirs.object.cipher()[0] == suite.split(":")[0]
    assert ours.connection._recordLayer._readState.encContext.implementation == "cryptography"


@both_roles
@each_suite
@pytest.mark.parametrize("then_mac", [True, False])
def test_suites_of_tls_1_2_against_the_pure_code(
    pki, role, exchange, certificate, cipher, mac, suite, then_mac
):
    if then_mac and mac == "aead":
        then_mac = False  # it has no meaning for these, and the handshake is the same
    common = {**of(exchange, cipher, mac), "useEncryptThenMAC": then_mac}
    modules = {role: FAST, role.other: PURE}
    client = End(modules[Role.CLIENT], Role.CLIENT, Tls.V12, pki, **common)
    converse(client, End(modules[Role.SERVER], Role.SERVER, Tls.V12, pki, certificate, **common))
    assert client.connection.encryptThenMAC is then_mac


@both_roles
@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("certificate", ["ecdsa", "rsa"])
def test_groups_of_tls_1_3_against_openssl(pki, role, group, certificate):
    own = certificate if role is Role.SERVER else None
    ours = End(FAST, role, Tls.V13, pki, own, eccCurves=[group], keyShares=[group])
    theirs = SslEnd(role.other, Tls.V13, pki, certificate)
    converse(*((ours, theirs) if role is Role.CLIENT else (theirs, ours)))


@both_roles
@pytest.mark.parametrize("cipher", CIPHERS_13)
def test_suites_of_tls_1_3_against_the_pure_code(pki, role, cipher):
    modules = {role: FAST, role.other: PURE}
    client = End(modules[Role.CLIENT], Role.CLIENT, Tls.V13, pki, "client", cipherNames=[cipher])
    server = End(modules[Role.SERVER], Role.SERVER, Tls.V13, pki, "rsa", verify=True, cipherNames=[cipher])
    converse(client, server)
    assert server.connection.session.clientCertChain is not None


@both_roles
@pytest.mark.parametrize("cipher", CIPHERS_13[:3])
def test_suites_of_tls_1_3_against_openssl(pki, role, cipher):
    own = "ecdsa" if role is Role.SERVER else None
    ours = End(FAST, role, Tls.V13, pki, own, cipherNames=[cipher])
    theirs = SslEnd(role.other, Tls.V13, pki, "ecdsa")
    converse(*((ours, theirs) if role is Role.CLIENT else (theirs, ours)))


def test_only_the_copy_it_was_installed_in_is_changed(pki):
    assert copy_of_tlslite("pure") is PURE
    end = End(PURE, Role.SERVER, Tls.V13, pki, "ecdsa")
    converse(SslEnd(Role.CLIENT, Tls.V13, pki, "ecdsa", None), end)
    assert end.connection._recordLayer._readState.encContext.implementation == "python"


def test_installing_twice_changes_nothing():
    before = FAST("keyexchange").x25519
    fast.install(FAST)
    assert FAST("keyexchange").x25519 is before


@pytest.mark.parametrize(
    ("value", "module"), [("0", "harness.peers.fast.exchange"), ("1", "tlslite.utils.x25519")]
)
def test_the_switch_is_an_environment_variable(value, module):
    code = (
        "from harness.peers import tlslite; from tlslite import keyexchange as k; print(k.x25519.__module__)"
    )
    environment = {**os.environ, "TLS_HARNESS_PURE_CRYPTO": value}
    told = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == module
    assert fast.wanted(environment) is (value == "0")
