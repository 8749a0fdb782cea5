"""What the forging peer does with keys: other signatures, chosen secrets, data under keys to come."""

from dataclasses import replace

import pytest

from harness.drivers import registry
from harness.drivers.contexts import Contexts
from harness.endpoint import Call, Done
from harness.errors import Unsupported
from harness.implementation import load
from harness.names import Role, Side, Tls
from harness.options import Options
from harness.peers import forging
from harness.peers.short_secrets import _finite
from harness.peers.tlslite_imports import FFDHKeyExchange, GroupName
from harness.run.execute import execute
from harness.run.setting import Setting
from harness.scenario import PROTOCOL_ERROR, Actor, handshake, together
from harness.schedule import STRAIGHT
from harness.setup import Setup
from harness.transcript import KEY_UPDATE, Asked, Overheard

SUBJECT, PEER = Actor(Side.SUBJECT), Actor(Side.PEER)
HANDSHAKE = handshake(SUBJECT, PEER)
FAILING = together(SUBJECT.handshakes().raises(PROTOCOL_ERROR), PEER.handshakes().anything())
RSA = PEER.configured(certificate="rsa")


@pytest.fixture
def act_out(pki):
    """Runs steps with CPython's ssl as the subject; the transcript."""

    def run(role, tls, *steps):
        driver, stdlib, contexts = registry.driver("bio"), load("stdlib"), Contexts()
        connect = {
            Side.SUBJECT: lambda setup: driver.connect(stdlib, setup, contexts),
            Side.PEER: forging.connect,
        }
        return execute(list(steps), Setting(role, tls, STRAIGHT, pki, connect))

    return run


@pytest.mark.parametrize(
    "signature",
    [
        'signed("rsa", rsa_pss_rsae_sha256)',
        'signed("rsa", rsa_pss_rsae_sha256, 32, "server")',
        'signed_short("rsa", rsa_pss_rsae_sha256)',
    ],
)
def test_a_signature_can_be_the_right_one(act_out, signature):
    run = act_out(
        Role.CLIENT, Tls.V13, RSA, PEER.forges(f"certificate_verify.signature = {signature}"), HANDSHAKE
    )
    assert run.finished
    assert run.unreached == ()


@pytest.mark.parametrize(
    "signature",
    [
        'signed("ecdsa", ecdsa_secp256r1_sha256)',
        'signed("rsa", rsa_pss_rsae_sha256, 20)',
        'signed("rsa", rsa_pss_rsae_sha256, 32, "client")',
        'signed("rsa", rsa_pss_rsae_sha384)',
    ],
)
def test_a_signature_can_be_a_wrong_one(act_out, signature):
    lie = PEER.forges(f"certificate_verify.signature = {signature}")
    run = act_out(Role.CLIENT, Tls.V13, RSA, lie, FAILING, SUBJECT.alerts("decrypt_error"))
    assert run.finished
    assert run.unreached == ()


def test_parameters_of_tls12_can_be_signed_by_another(act_out):
    lie = PEER.forges('server_key_exchange.signature = signed("client", ecdsa_secp256r1_sha256)')
    run = act_out(Role.CLIENT, Tls.V12, lie, FAILING, SUBJECT.alerts("decrypt_error"))
    assert run.finished


@pytest.mark.parametrize(
    ("signature", "why"),
    [
        ('signed("rsa", ed25519)', "does not sign"),
        ('signed_short("ecdsa", ecdsa_secp256r1_sha256)', "only a PSS signature"),
        ('signed_loosely("ecdsa", rsa_pkcs1_sha256, 8)', "only an RSA key"),
        ('signed_loosely("rsa", rsa_pkcs1_sha512, 8)', "under rsa_pkcs1_sha256"),
    ],
)
def test_a_key_that_cannot_sign_so_is_told(act_out, signature, why):
    run = act_out(Role.CLIENT, Tls.V13, PEER.forges(f"certificate_verify.signature = {signature}"), HANDSHAKE)
    assert why in run.unreached[0]


@pytest.mark.parametrize("filling", [202, 201, 8])
def test_a_loose_signature_is_a_good_one_with_all_its_padding(act_out, filling):
    """256 bytes are 0 1, padding, 0, 19 bytes that name SHA-256, and 32 of the digest."""
    lies = PEER.forges(
        "server_key_exchange.scheme = rsa_pkcs1_sha256",
        f'server_key_exchange.signature = signed_loosely("rsa", rsa_pkcs1_sha256, {filling})',
    )
    ends = [HANDSHAKE] if filling == 202 else [FAILING, SUBJECT.alerts("decrypt_error")]
    run = act_out(Role.CLIENT, Tls.V12, RSA, lies, *ends)
    assert run.finished, run.results[-1]
    assert run.unreached == ()


@pytest.mark.parametrize("secret", ["b'\\3\\3' + b's' * 46", "b'\\3\\2' + b's' * 46", "b's' * 47"])
def test_a_premaster_secret_can_be_chosen(act_out, secret):
    cipher = "AES128-GCM-SHA256"
    block = f"b'\\0\\2' + b'\\x55' * (253 - len({secret})) + b'\\0' + {secret}"
    run = act_out(
        Role.SERVER, Tls.V12, SUBJECT.configured(certificate="rsa", cipher=cipher),
        PEER.configured(cipher=cipher),
        PEER.forges(f"client_key_exchange.secret = rsa(subject.certificate.entries[0], {block})"),
        FAILING, SUBJECT.alerts("bad_record_mac"),
    )  # fmt: skip
    assert run.finished, run.results[-1]
    assert run.unreached == ()


@pytest.mark.parametrize("group", ["x25519", "secp256r1", "ffdhe2048"])
def test_a_server_of_tls13_can_have_a_short_secret(act_out, group):
    options = PEER.configured(groups=(group,), short_secret=True)
    assert act_out(Role.CLIENT, Tls.V13, options, HANDSHAKE, SUBJECT.continues()).finished


@pytest.mark.parametrize("group", ["x25519", "secp256r1"])
def test_a_client_of_tls12_can_have_a_short_secret(act_out, group):
    options = PEER.configured(groups=(group,), short_secret=True)
    run = act_out(
        Role.SERVER, Tls.V12, SUBJECT.configured(certificate="rsa"), options, HANDSHAKE, SUBJECT.continues()
    )
    assert run.finished


@pytest.mark.parametrize("version", [(3, 3), (3, 4)])
def test_a_secret_is_looked_for_in_a_finite_field(version):
    """Also where the other end's public number is shorter than the prime, as it is sent in TLS 1.2."""
    field = FFDHKeyExchange(GroupName.ffdhe2048, version)
    public = 2**2000 + 1 if version == (3, 3) else bytes(5) + bytes(range(1, 252))
    key = _finite(field, public if isinstance(public, int) else int.from_bytes(public))
    secret = field.calc_shared_key(key, public)
    assert secret[0] == 0 if version == (3, 4) else len(secret) < 256


def test_a_client_and_a_server_with_dhe_can_have_short_secrets(pki):
    dhe = Options(cipher="DHE-RSA-AES128-GCM-SHA256", certificate="rsa", short_secret=True)
    ends = {
        role: forging.connect(Setup(role, Tls.V12, replace(dhe, certificate=name), pki))
        for role, name in ((Role.CLIENT, None), (Role.SERVER, "rsa"))
    }
    for role in (Role.CLIENT, Role.SERVER, Role.CLIENT, Role.SERVER):
        end = ends[role]
        outcome = end.attempt(Call("handshake"))
        ends[role.other].feed(end.take())
    assert outcome == ends[Role.CLIENT].attempt(Call("handshake")) == Done()
    shares = [each.body for each in ends[Role.CLIENT].connection.heard.messages if each.type == 12]
    assert [share[:3] for share in shares] == [b"\1\1\1"]  # a prime of 257 bytes, the first of which is 1


def test_with_static_rsa_there_is_no_secret_to_choose(act_out):
    cipher = "AES128-GCM-SHA256"
    subject = SUBJECT.configured(certificate="rsa", cipher=cipher)
    with pytest.raises(Unsupported, match="static RSA"):
        act_out(Role.SERVER, Tls.V12, subject, PEER.configured(cipher=cipher, short_secret=True), HANDSHAKE)


def test_data_of_a_server_can_come_before_the_clients_finished(act_out):
    lie = PEER.forges("after(finished, keys(next), record(application_data, b'early'))")
    run = act_out(Role.CLIENT, Tls.V13, lie, HANDSHAKE, SUBJECT.reads(100), SUBJECT.continues())
    assert run.finished
    assert next(each.outcome for each in run.results if each.act.verb == "read") == Done(b"early")


def test_requests_for_a_key_update_are_noted(act_out):
    """By an honest call and by a lie; what asks for nothing is no request."""
    here, there = SUBJECT.writes(b"here"), PEER.writes(b"there")
    run = act_out(
        Role.CLIENT, Tls.V13, HANDSHAKE, there, PEER.updates_keys(request=True), there, PEER.updates_keys(),
        SUBJECT.reads_exactly(b"therethere"), here, PEER.reads_exactly(b"here"),
        PEER.injects("message(key_update, b'\\1'), keys(next)"),
    )  # fmt: skip
    heard = next(event for event in run.events if isinstance(event, Overheard))
    assert heard.asked == (Asked(5, 0), Asked(10, 1))
    assert heard.course == (KEY_UPDATE, 4)


def test_without_a_request_there_is_no_course(act_out):
    run = act_out(Role.CLIENT, Tls.V13, HANDSHAKE, SUBJECT.writes(b"here"), PEER.reads_exactly(b"here"))
    assert next(event.course for event in run.events if isinstance(event, Overheard)) == ()


@pytest.mark.parametrize(("version", "end"), [("\\3\\3", HANDSHAKE), ("\\3\\2", FAILING)])
def test_a_chosen_premaster_secret_can_be_gone_on_with(act_out, version, end):
    cipher, secret = "AES128-GCM-SHA256", f"b'{version}' + b's' * 46"
    block = f"b'\\0\\2' + b'\\x55' * 205 + b'\\0' + {secret}"
    lie = f"client_key_exchange.secret = rsa(subject.certificate.entries[0], {block}, {secret})"
    subject, peer = SUBJECT.configured(certificate="rsa", cipher=cipher), PEER.configured(cipher=cipher)
    run = act_out(Role.SERVER, Tls.V12, subject, peer, PEER.forges(lie), end)
    assert run.finished, run.results[-1]
    assert run.unreached == ()
