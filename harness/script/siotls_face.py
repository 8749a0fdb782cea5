"""siotls in a script: a TLSConnection, driven as `harness.drivers.siotls_endpoint` drives it."""

from __future__ import annotations

from harness.names import Role
from harness.script.face import Face
from harness.script.spelling import NoScript, Spelling
from harness.setup import Setup

IMPORTS = """\
import siotls
import siotls.crypto
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.verification import Criticality, ExtensionPolicy, PolicyBuilder
from siotls.iana import NamedGroup
from siotls.trust.backends.openssl import OpensslTrustStore
"""

_TEXT = '''
siotls.crypto.install("openssl")
DER = serialization.Encoding.DER
GROUPS = [getattr(NamedGroup, name) for name in ("x25519", "secp256r1", "secp384r1", "secp521r1", "x448")]


def certificates(file):
    with open(file, "rb") as opened:
        return [each.public_bytes(DER) for each in x509.load_pem_x509_certificates(opened.read())]


def pkcs8(file):
    with open(file, "rb") as opened:
        loaded = serialization.load_pem_private_key(opened.read(), None)
    return loaded.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def trusted(file):
    """siotls's own store, but that a subjectAltName may be critical, as in the certificates here."""
    store = OpensslTrustStore(certificates(file))
    leaf = ExtensionPolicy.permit_all().require_present(
        x509.SubjectAlternativeName, Criticality.AGNOSTIC, None
    )
    issuer = ExtensionPolicy.webpki_defaults_ca()
    builder = PolicyBuilder().store(store._store)
    store._policy_builder = builder.extension_policies(ca_policy=issuer, ee_policy=leaf)
    return store


class Misuse(Exception):
    pass


class SiotlsEnd:
    """A TLSConnection. What came is handed in by the next call; what that raises, the calls tell."""

    def __init__(self, configuration, name=None):
        self.connection = siotls.TLSConnection(configuration, name)
        self.queue = self.leaving = b""
        self.begun = self.ended = False
        self.failure = None

    def feed(self, data):
        self.queue += data

    def end(self):
        self.ended = True

    def take(self):
        taken, self.leaving = self.leaving, b""
        return taken

    def do(self, call, *args):
        if not self.begun:
            self.begun = True
            self.connection.initiate_connection()
        data, self.queue = self.queue, b""
        try:
            if data and self.failure is None:
                self.connection.receive_data(data)
        except Exception as error:
            self.failure = error
        try:
            return call(*args)
        finally:
            self.leaving += bytes(self.connection.data_to_send())

    def wait(self):
        if self.failure is None and self.ended:
            try:
                self.connection.close_receiving_end()
            except Exception as error:
                self.failure = error
        raise self.failure or WantsRead

    def handshake(self):
        if self.failure is not None or not self.connection.is_post_handshake():
            self.wait()

    def read_some(self, amount):
        data = bytes(self.connection.data_to_read(amount)) if amount else b""
        if amount and not data:
            over = self.connection.is_post_handshake() and not self.connection.is_connected()
            if self.failure is not None or not over:
                self.wait()
        return data

    def write_all(self, data):
        self.handshake()
        self.connection.send_data(data)
        return len(data)

    def close_notify(self):
        if self.failure is not None:
            raise self.failure
        if not self.connection.is_post_handshake():
            raise Misuse("the handshake has not finished")
        self.connection.close_sending_end()
        if self.connection.is_connected():
            self.wait()

    def known(self, tell):
        """What is negotiated, when it is."""
        shaken = self.connection.is_post_handshake() and self.failure is None
        return tell(self.connection.nconfig) if shaken and self.connection.nconfig is not None else None
'''


def _make(spelling: Spelling, _end: str, setup: Setup, _library: str) -> tuple[str, list[str]]:
    told = [repr(setup.role.value), "key_exchanges=GROUPS"]
    told += [f"alpn={[name.encode() for name in setup.options.alpn]!r}"]
    if setup.verify != "no":
        anchors = setup.pki.trust_file(setup.options.trust)
        if anchors is None:
            raise NoScript("siotls has no empty trust store")
        told.append(f"truststore=trusted({spelling.of(anchors)})")
    if setup.certificate is not None:
        told.append(f"certificate_chain=certificates({spelling.of(setup.pki.chain_file(setup.certificate))})")
        told.append(f"private_key=pkcs8({spelling.of(setup.pki.key_file(setup.certificate))})")
    configuration = f"{spelling.label}_configuration"
    inner = "".join(f"    {each},\n" for each in told)
    name = setup.options.server_name if setup.role is Role.CLIENT else None
    lines = [f"{configuration} = siotls.TLSConfiguration(\n{inner})"]
    return f"SiotlsEnd({configuration}{'' if name is None else f', {name!r}'})", lines


SIOTLS = Face(
    text=_TEXT,
    calls={
        "handshake": "{end}.do({end}.handshake)",
        "read": "{end}.do({end}.read_some, {0})",
        "write": "{end}.do({end}.write_all, {0})",
        "write_from_buffer": "{end}.do({end}.write_all, bytearray({0}))",
        "close_notify": "{end}.do({end}.close_notify)",
    },
    make=_make,
    wants=("WantsRead",),
    facts={
        "version": "{end}.known(lambda known: 'TLSv1.3')",
        "cipher": "{end}.known(lambda known: getattr(known.cipher_suite, 'name', None))",
        "alpn": "{end}.known(lambda known: known.alpn.decode() if isinstance(known.alpn, bytes) else None)",
        "peer_certificate": "{end}.known(lambda known: (known.peer_certificate_chain or [None])[0])",
    },
)
