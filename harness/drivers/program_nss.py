"""`tstclnt` and `selfserv` of NSS on trial behind the `program` driver.

Both want certificates and keys in a database, made by certutil and pk12util; one that was made is used again
for as long as this process lives. selfserv answers requests of HTTP: what it has read it does not give, so
that it can be watched in handshakes and at its ends. That its handshake is over it does not say either; the
records that pass do (`passing`). Neither takes OpenSSL's names of cipher suites, nor protocols for ALPN.
Certificates are looked at within the handshake (-O), which is the library's own way: by itself tstclnt does
so behind it, when a server of TLS 1.2 believes it done. Tickets are asked for and given (-u). tstclnt offers
RC4 and signatures with SHA-1 by itself, against RFCs 7465 and 9155; they are left out here, or every cell
would tell the same.

Source: the usage texts of both; the docs of certutil and pk12util. Importable on Python 3.8 with the
standard library alone.
"""

from __future__ import annotations

import atexit
import ctypes
import re
import shutil
import subprocess
import tempfile
from functools import lru_cache
from typing import List, Optional, Tuple

from harness.drivers.programs import Face, Place, Program
from harness.errors import Unsupported
from harness.names import Kind, Role, Tls
from harness.setup import Setup

#: The groups that the library has switched on by itself.
GROUPS = ("x25519", "secp256r1", "secp384r1", "secp521r1", "ffdhe2048", "ffdhe3072")

_VERSIONS = {Tls.V12: "tls1.2", Tls.V13: "tls1.3"}
_ADDRESS = re.compile(r"[0-9.]+|.*:.*")
_HOME = "127.0.0.1"
#: Those that tstclnt offers by itself, but for RC4 and SHA-1.
_SUITES = ":1301:1302:1303:C02B:C02F:C02C:C030:CCA9:CCA8:C00A:C009:C013:C014:009E:CCAA:0033:0039:002F:0035"
_SCHEMES = (
    "ecdsa_secp256r1_sha256", "ecdsa_secp384r1_sha384", "ecdsa_secp521r1_sha512", "rsa_pss_rsae_sha256",
    "rsa_pss_rsae_sha384", "rsa_pss_rsae_sha512", "rsa_pkcs1_sha256", "rsa_pkcs1_sha384", "rsa_pkcs1_sha512",
)  # fmt: skip


def _common(setup: Setup) -> List[str]:
    """What both are told alike."""
    options = setup.options
    for asked, told in (
        (options.cipher is not None, "a suite by OpenSSL's name"),
        (bool(options.alpn), "protocols to negotiate"),
        (options.tickets is not None, "a number of tickets"),
    ):
        if asked:
            raise Unsupported("NSS's programs cannot be told {}".format(told))
    database = _database(*kept_in(setup))
    low, high = (_VERSIONS[setup.versions[at]] for at in (0, -1))
    arguments = ["-d", "sql:" + database, "-V", "{}:{}".format(low, high), "-v"]
    return arguments if setup.certificate is None else [*arguments, "-n", "own"]


def kept_in(setup: Setup) -> Tuple[Optional[str], Optional[str], Optional[str]]:
    """The PEM files a database is made of: anchors, a chain, and its key."""
    certificate, pki = setup.certificate, setup.pki
    return (
        pki.trust_file(setup.options.trust) if setup.verify != "no" else None,
        None if certificate is None else pki.chain_file(certificate),
        None if certificate is None else pki.key_file(certificate),
    )


@lru_cache(maxsize=None)
def _database(anchors: Optional[str], chain: Optional[str], key: Optional[str]) -> str:
    """The folder of a database with these PEM files in it."""
    folder = tempfile.mkdtemp(prefix="tls-harness-nss-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    where = ["-d", "sql:" + folder]
    _do("certutil", "-N", *where, "--empty-password")
    if anchors is not None:
        _do("certutil", "-A", *where, "-n", "anchor", "-t", "CT,C,", "-i", anchors)
    if chain is not None and key is not None:
        bundle = folder + "/own.p12"
        _do("openssl", "pkcs12", "-export", "-in", chain, "-inkey", key, "-name", "own", "-passout", "pass:",
            "-out", bundle)  # fmt: skip
        _do("pk12util", *where, "-i", bundle, "-W", "")
    return folder


def _do(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        told = " ".join((done.stderr or done.stdout).split())
        raise Unsupported("{} does not take what it is given: {}".format(command[0], told))


def _client(setup: Setup, place: Place) -> List[str]:
    name = setup.options.server_name
    command = ["tstclnt", "-h", _HOME, "-p", str(place.port), *_common(setup)]
    command += ["-c", _SUITES, "-J", ",".join(_SCHEMES), "-O", "-u"]
    if setup.verify == "no":
        command += ["-o"]
    if name is None:
        if setup.verify != "no":
            raise Unsupported("tstclnt compares the name whenever it verifies a certificate")
    elif _ADDRESS.fullmatch(name) is None:
        command += ["-a", name if name.isascii() else name.encode("idna").decode("ascii")]
    elif name != _HOME:
        raise Unsupported("tstclnt compares the address it has called, and no other")
    return command


def _server(setup: Setup, place: Place) -> List[str]:
    if setup.certificate is None:
        raise Unsupported("selfserv has a certificate")
    asking = {"required": ["-r", "-r"], "optional": ["-r"]}
    return ["selfserv", "-p", str(place.port), *_common(setup), "-u", "-w", "", *asking.get(setup.verify, [])]


_CLIENT_ENDINGS = (
    (
        (
            r"(?:SEC_ERROR_(?!UNEXPECTED_COMPRESSED_)(?:\w*(?:CERT|ISSUER)\w*|INADEQUATE_\w*)"
            r"|SSL_ERROR_BAD_CERT_DOMAIN): .*"
        ),
        Kind.CERTIFICATE_REJECTED,
    ),
    (r"(?:SSL|SEC)_ERROR_\w+: .*", Kind.PROTOCOL_ERROR),
    (r"PR_(?:CONNECT_RESET|END_OF_FILE)_ERROR: .*", Kind.RAGGED_EOF),
    (r"^tstclnt: Read from server 0 bytes", Kind.CLEAN_CLOSE),
)
#: Error numbers: NSPR's of the transport, NSS's of certificates (secerr.h: expired, revoked, of an unknown or
#: untrusted issuer, untrusted, of an expired issuer or one that is none, for another use), and all others.
_SERVER_ENDINGS = (
    (r"returned error -59(?:38|61).*", Kind.RAGGED_EOF),
    (r"returned error -(?:818[01]|8179|817[12]|8162|8156|810[12]|8016).*", Kind.CERTIFICATE_REJECTED),
    (r"returned error -\d+.*", Kind.PROTOCOL_ERROR),
)

PROGRAM = Program(
    "nss",
    {
        Role.CLIENT: Face("tstclnt", _client, r"SSL version \d", _CLIENT_ENDINGS, ends_in_silence=False),
        Role.SERVER: Face("selfserv", _server, None, _SERVER_ENDINGS, talks=False, picks=False),
    },
)


def _version() -> str:
    """The programs do not tell it; the library does."""
    try:
        library = ctypes.CDLL("libnss3.so")
    except OSError:
        return "NSS"
    library.NSS_GetVersion.restype = ctypes.c_char_p
    return "NSS {}".format(library.NSS_GetVersion().decode("ascii"))


__version__ = _version()
