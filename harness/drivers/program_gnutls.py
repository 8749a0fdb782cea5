"""`gnutls-cli` and `gnutls-serv` on trial behind the `program` driver.

gnutls-cli tells what it has to say on a terminal of its own, so that its standard output is plaintext alone.
gnutls-serv echoes lines; what it has read it does not give, so that it can be watched in handshakes and at
its ends.
Neither takes OpenSSL's names of cipher suites. NORMAL offers signatures with SHA-1 still, against RFC 9155;
they are left out here, or every cell would tell the same.

Source: gnutls-cli(1), gnutls-serv(1), and the GnuTLS manual, "Priority strings". Importable on Python 3.8
with the standard library alone.
"""

from __future__ import annotations

import re
from typing import List

from harness.drivers.programs import Face, Place, Program, told_by
from harness.errors import Unsupported
from harness.names import Kind, Role, Tls
from harness.setup import Setup

_VERSIONS = {Tls.V12: "+VERS-TLS1.2", Tls.V13: "+VERS-TLS1.3"}
_PRIORITY = "NORMAL:-SIGN-RSA-SHA1:-SIGN-ECDSA-SHA1:-VERS-ALL"
_ADDRESS = re.compile(r"[0-9.]+|.*:.*")


def _common(setup: Setup) -> List[str]:
    """What both are told alike."""
    options = setup.options
    if options.cipher is not None or options.tickets is not None:
        raise Unsupported("GnuTLS's programs are not told a suite by OpenSSL's name, nor a number of tickets")
    versions = [_VERSIONS[each] for each in reversed(setup.versions)]
    arguments = [
        "--priority",
        ":".join(["NORMAL", "-SIGN-RSA-SHA1", "-SIGN-ECDSA-SHA1", "-VERS-ALL", *versions]),
    ]
    arguments += ["--alpn={}".format(name) for name in options.alpn]
    if setup.certificate is not None:
        arguments += ["--x509certfile", setup.pki.chain_file(setup.certificate)]
        arguments += ["--x509keyfile", setup.pki.key_file(setup.certificate)]
    if setup.verify != "no":
        anchors = setup.pki.trust_file(options.trust)
        if anchors is None:
            raise Unsupported("GnuTLS's programs trust somebody: without a file it is whom the system trusts")
        arguments += ["--x509cafile", anchors]
    return arguments


def _client(setup: Setup, place: Place) -> List[str]:
    name = setup.options.server_name
    if name is None and setup.verify != "no":
        raise Unsupported("gnutls-cli compares the name whenever it verifies a certificate")
    command = ["gnutls-cli", "--logfile", place.terminal, "--port", str(place.port)]
    command += _common(setup)
    command += ["--insecure"] if setup.verify == "no" else ["--verify-hostname", str(name)]
    sent = name is not None and _ADDRESS.fullmatch(name) is None
    return [*command, *(["--sni-hostname", str(name)] if sent else ["--disable-sni"]), "127.0.0.1"]


def _server(setup: Setup, place: Place) -> List[str]:
    command = ["gnutls-serv", "--echo", "--crlf", "--nodb", "--port", str(place.port), *_common(setup)]
    if setup.options.alpn:
        command += ["--alpn-fatal"]
    asking = {"no": ["--disable-client-cert"], "required": ["--require-client-cert", "--verify-client-cert"]}
    return command + asking.get(setup.verify, ["--verify-client-cert"])


_RAGGED = (r"non-properly terminated", Kind.RAGGED_EOF)
_CLIENT_ENDINGS = (
    (r"^\*\*\* Fatal error: Error in the certificate.*", Kind.CERTIFICATE_REJECTED),
    (r"^- Peer has closed the GnuTLS connection", Kind.CLEAN_CLOSE),
    _RAGGED,
    (r"^\*\*\* Fatal error: .*", Kind.PROTOCOL_ERROR),
)
_SERVER_ENDINGS = (
    (r"certificate verify failed|Error in the certificate.*", Kind.CERTIFICATE_REJECTED),
    _RAGGED,
    (r"^Error in handshake: .*", Kind.PROTOCOL_ERROR),
    (r"^Error: .*", Kind.PROTOCOL_ERROR),
)

PROGRAM = Program(
    "gnutls",
    {
        Role.CLIENT: Face(
            "gnutls-cli",
            _client,
            r"^- Handshake was completed",
            _CLIENT_ENDINGS,
            terminal=True,
            ends_in_silence=False,
        ),
        Role.SERVER: Face(
            "gnutls-serv",
            _server,
            r"^- Version: TLS",
            _SERVER_ENDINGS,
            talks=False,
        ),
    },
)


__version__ = told_by("gnutls-cli", "--version").partition("\n")[0]
