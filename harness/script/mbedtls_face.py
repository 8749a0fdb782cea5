"""python-mbedtls in a script: a TLSWrappedBuffer of PEP 543, driven as the `buffer` driver drives it."""

from __future__ import annotations

from harness.drivers.buffer_shapes import iana_suite
from harness.names import Role, Tls
from harness.script.face import Face
from harness.script.spelling import NoScript, Spelling
from harness.setup import Setup

IMPORTS = """\
from mbedtls import tls
from mbedtls.pk import ECC
from mbedtls.x509 import CRT
"""

_TEXT = '''
class BufferEnd:
    """A buffer. What it has no room for waits."""

    def __init__(self, context, *name):
        self.context, self.queue = context, bytearray()
        self.connection = context.wrap_buffers(*name)

    def feed(self, data):
        self.queue += data
        self.hand_in()

    def end(self):  # nobody tells a buffer
        pass

    def take(self):
        taken = self.connection.peek_outgoing(1 << 20)
        self.connection.consume_outgoing(len(taken))
        return taken

    def hand_in(self):
        while self.queue:
            piece = bytes(self.queue[:16384])
            try:
                self.connection.receive_from_network(piece)
            except tls.WantReadError:
                return
            del self.queue[: len(piece)]

    def do(self, call, *args):
        self.hand_in()
        try:
            return call(*args)
        finally:
            self.hand_in()

    def handshake(self):
        """One call is one step."""
        result = self.connection.do_handshake()
        for _ in range(39):
            if self.connection.cipher() is not None:
                break
            result = self.connection.do_handshake()
        return result

    def read_into(self, amount, size):
        target = bytearray(size)
        return self.connection.readinto(target, amount), bytes(target)
'''

_VERSIONS = {Tls.V12: "tls.TLSVersion.TLSv1_2", Tls.V13: "tls.TLSVersion.TLSv1_3"}
_CONTEXTS = {Role.CLIENT: "ClientContext", Role.SERVER: "ServerContext"}


def _make(spelling: Spelling, _end: str, setup: Setup, _library: str) -> tuple[str, list[str]]:
    options, context = setup.options, f"{spelling.label}_context"
    if options.notes_name:
        raise NoScript("a callback for the server's name is not written into a script")
    told = {
        "lowest_supported_version": _VERSIONS[setup.versions[0]],
        "highest_supported_version": _VERSIONS[setup.versions[-1]],
        "validate_certificates": repr(setup.verify != "no"),
    }
    if setup.verify != "no" and not options.default_trust:
        anchors = spelling.of(setup.pki.trust_file(options.trust))
        told["trust_store"] = f"tls.TrustStore.from_pem_file({anchors})"
    if setup.certificate is not None:
        leaf = f"CRT.from_file({spelling.of(setup.pki.chain_file(setup.certificate))})"
        key = f"ECC.from_file({spelling.of(setup.pki.key_file(setup.certificate))})"
        told["certificate_chain"] = f"(({leaf},), {key})"
    if options.alpn:
        protocols = [f"tls.NextProtocol({name.encode()!r})" for name in options.alpn]
        told["inner_protocols"] = f"({', '.join(protocols)},)"
    if options.cipher is not None:
        told["ciphers"] = f"({iana_suite(options.cipher)[1]},)"
    inner = "".join(f"    {name}={value},\n" for name, value in told.items())
    line = f"{context} = tls.{_CONTEXTS[setup.role]}(tls.TLSConfiguration(\n{inner}))"
    name = f", {options.server_name!r}" if setup.role is Role.CLIENT else ""
    return f"BufferEnd({context}{name})", [line]


MBEDTLS = Face(
    text=_TEXT,
    calls={
        "handshake": "{end}.do({end}.handshake)",
        "read": "{end}.do({end}.connection.read, {0})",
        "read_into": "{end}.do({end}.read_into, {0}, {1})",
        "write": "{end}.do({end}.connection.write, {0})",
        "write_from_buffer": "{end}.do({end}.connection.write, bytearray({0}))",
        "close_notify": "{end}.do({end}.connection.shutdown)",
    },
    make=_make,
    wants=("WantReadError", "WantWriteError"),
    names={"tls": "tls", "tls_context": "subject.context", "buffer": "subject.connection"},
    facts={
        "version": "{end}.connection.negotiated_tls_version().name.replace('_', '.')",
        "cipher": "{end}.connection.cipher()",
        "alpn": "{end}.connection.negotiated_protocol()",
        "peer_certificate": "{end}.connection.getpeercert(binary_form=True)",
    },
)
