"""`openssl s_client` and `openssl s_server` on trial behind the `program` driver.

With -brief they say in a few lines when the handshake is done, and the rest of their standard output is
plaintext. s_server is told by -naccept 1 that one connection is enough. Both send the leaf alone, so that the
certificates above it are given to them in a file. They are left to block, and so wait for a record to be
whole, and for one that is not empty, and for nothing else meanwhile: with -nbio they spin in the handshake.

Source: openssl-s_client(1), openssl-s_server(1). Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import os
import re
from typing import List

from harness.drivers.programs import Face, Place, Program, told_by
from harness.names import Kind, Role, Tls
from harness.setup import Setup

_VERSIONS = {Tls.V12: "TLSv1.2", Tls.V13: "TLSv1.3"}
_CERTIFICATE = re.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n", re.DOTALL)
_ADDRESS = re.compile(r"[0-9.]+|.*:.*")


def _common(setup: Setup, folder: str) -> List[str]:
    """What both are told alike."""
    options = setup.options
    arguments = ["-brief", "-min_protocol", _VERSIONS[setup.versions[0]]]
    arguments += ["-max_protocol", _VERSIONS[setup.versions[-1]]]
    if options.cipher is not None:
        arguments += ["-cipher", options.cipher]
    if options.alpn:
        arguments += ["-alpn", ",".join(options.alpn)]
    if setup.certificate is not None:
        arguments += ["-cert", setup.pki.chain_file(setup.certificate)]
        arguments += ["-key", setup.pki.key_file(setup.certificate), *_above(setup, folder)]
    anchors = setup.pki.trust_file(options.trust) if setup.verify != "no" else None
    arguments += ["-no-CApath", "-no-CAstore"]
    return arguments + (["-CAfile", anchors] if anchors is not None else ["-no-CAfile"])


def _above(setup: Setup, folder: str) -> List[str]:
    """The certificates above the leaf, if any, in a file."""
    assert setup.certificate is not None
    with open(setup.pki.chain_file(setup.certificate), encoding="ascii") as file:
        above = _CERTIFICATE.findall(file.read())[1:]
    if not above:
        return []
    path = os.path.join(folder, "above.pem")
    with open(path, "w", encoding="ascii") as file:
        file.writelines(above)
    return ["-cert_chain", path]


def _client(setup: Setup, place: Place) -> List[str]:
    name = setup.options.server_name
    command = [
        "openssl",
        "s_client",
        "-connect",
        "127.0.0.1:{}".format(place.port),
        *_common(setup, place.folder),
    ]
    command += ["-nocommands", "-ign_eof"]
    if setup.verify != "no":
        command += ["-verify", "9", "-verify_return_error"]
    if name is None:
        return [*command, "-noservername"]
    address = _ADDRESS.fullmatch(name) is not None
    command += ["-noservername"] if address else ["-servername", _wired(name)]
    if setup.verify != "no":
        command += ["-verify_ip", name] if address else ["-verify_hostname", _wired(name)]
    return command


def _wired(name: str) -> str:
    """A host name as it stands in certificates and on the wire."""
    return name if name.isascii() else name.encode("idna").decode("ascii")


def _server(setup: Setup, place: Place) -> List[str]:
    command = ["openssl", "s_server", "-accept", "127.0.0.1:{}".format(place.port), "-naccept", "1"]
    command += _common(setup, place.folder)
    if setup.options.tickets is not None:
        command += ["-num_tickets", str(setup.options.tickets)]
    if setup.verify != "no":
        command += ["-Verify" if setup.verify == "required" else "-verify", "9", "-verify_return_error"]
    return command if setup.certificate is not None else [*command, "-nocert"]


#: OpenSSL's error queue, printed: of the reasons that name what has happened the first decides.
_ENDINGS = (
    (r"certificate verify failed", Kind.CERTIFICATE_REJECTED),
    (r":unexpected eof while reading:", Kind.RAGGED_EOF),
    (r":error:[0-9A-F]+:.*", Kind.PROTOCOL_ERROR),
    (r"^(?:write|read):errno=\d+", Kind.OS_ERROR),
)
_FACTS = {"version": r"^Protocol version: (\S+)", "cipher": r"^Ciphersuite: (\S+)"}
_SHAKEN = r"^Protocol version: "

PROGRAM = Program(
    "openssl",
    {
        Role.CLIENT: Face("openssl s_client", _client, _SHAKEN, _ENDINGS, _FACTS),
        Role.SERVER: Face("openssl s_server", _server, _SHAKEN, _ENDINGS, _FACTS),
    },
)


__version__ = told_by("openssl", "version")
