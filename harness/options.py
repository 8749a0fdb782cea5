"""What an end of a connection is configured with, before the first call. Plain values, no files, no keys.

Certificates and trust anchors are named; `harness.pki` knows the files. Importable on Python 3.8.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

from harness.names import Tls

#: Names of the certificates the PKI mints; all are for "localhost" and signed by "ca" unless said.
CERTIFICATES = (
    "ecdsa",  # P-256
    "rsa",  # 2048 bits
    "expired",  # its notAfter lies in the past
    "wrong-host",  # for "elsewhere.example"
    "untrusted",  # signed by "other-ca"
    "client",  # a client's own, P-256, for "client@localhost"
    "untrusted-client",  # the same, signed by "other-ca"
    "ip",  # for the addresses 127.0.0.1 and ::1, and no host name
    "ip-as-dns",  # for a "host" called 127.0.0.1, which no host can be
    "no-san",  # its only name is the common name, "localhost"
    "name-beside-san",  # for "elsewhere.example", with the common name "localhost" beside
    "wildcard",  # for "*.harness.example"
    "partial-wildcard",  # for "w*.harness.example"
    "idn",  # for "xn--bcher-kva.example", which people write "bücher.example"
    "no-aki",  # lacks the authorityKeyIdentifier that RFC 5280 demands
    "for-clients",  # its extendedKeyUsage names clients alone
    "for-servers",  # for "client@localhost", its extendedKeyUsage names servers alone
    "revoked",  # on the list of the trust anchors "revocations"
    "chain",  # issued by the second of two authorities below "ca", which stand in its chain
    "locked",  # its key is encrypted with PASSWORD
    "bundle",  # its key stands in the file of the chain as well
    "early",  # its notBefore lies in the far future
    "expired-client",  # as "client", its notAfter lies in the past
    "many-names",  # its subject has names of several parts, and several names of one kind
    # Each below an authority that "ca" has certified, whose certificate stands in the chain, and which may
    "below-constraint",  # issue for "localhost" alone, which this one is for
    "below-leaf",  # issue nothing: it is no authority, as its basicConstraints say
    "below-nobody",  # issue nothing: it does not say that it is one
    "below-expired",  # issue no more
    "below-other-usage",  # not sign certificates, as its keyUsage says
    "below-too-many",  # have no other below it: there is one between
    "below-elsewhere",  # issue for "elsewhere.example" alone
    "below-excluded",  # issue for everybody but "localhost"
    "below-impostor",  # issue nothing: it has the name of "ca", and "ca" does not know it
    "critical",  # has a critical extension that nobody knows
)

#: The password of the key of "locked"; in UTF-8, and only there, it has 8 bytes.
PASSWORD = "sésame!"

#: Names of trust anchor sets; "revocations" is "ca" with its list of revoked certificates.
TRUST = ("ca", "other-ca", "nothing", "revocations", "stale-revocations")

#: The ways into an SSLSocket; what each means stands in `harness.drivers.entrance`. Under asyncio "wrap" is
#: TLS from the start, and "start-tls" a connection in clear that the handshake upgrades.
ENTRANCES = ("wrap", "wrap-and-handshake", "connect", "connect-ex", "accept", "start-tls")


@dataclass(frozen=True)
class Options:
    """One endpoint's configuration. The defaults are an ordinary verified connection to "localhost".

    certificate: a name of CERTIFICATES, or None for none; the default "" means the role's usual one ("ecdsa"
    for a server, none for a client). trust: a name of TRUST. verify: "required", "optional" or "no": whether
    the other end's certificate is asked for and checked; the default "" means "required" for a client, "no"
    for a server. server_name: the name a client sends and checks. alpn: protocol names in order of
    preference. tls: the only version allowed, overriding the cell's when not None; an end that cannot be
    held to one version has no such option. cipher: the only TLS 1.2 cipher suite allowed, by its OpenSSL
    name (such as "ECDHE-ECDSA-AES128-GCM-SHA256"). tickets: how many TLS 1.3 session tickets a server sends,
    None for the stack's default. notes_name: a server notes the name the client sent, so that it can tell
    its `server_name`. name_callback: what a server's callback for that name does: "raises" an exception,
    "refuses" by an alert number (access_denied), or returns a "text", which it may not.

    also: a version that is allowed besides the cell's. post_handshake_auth: a client answers requests for
    its certificate after the handshake, a server may make them (RFC 8446 section 4.6.2). For the
    reference peer alone: groups, named groups in order of preference such as "x25519", () for its usual
    ones; shares, those of which a client sends key shares, None for the first; short_secret: whoever chooses
    its key last (the server in TLS 1.3, the client in TLS 1.2) has a shared secret that begins with zero, and
    so has a server with DHE.

    For the socket drivers alone: entrance, one of ENTRANCES, says how the SSLSocket comes about;
    suppress_ragged_eofs is what `wrap_socket` is told.

    For the asyncio drivers alone: entrance as well; handshake_timeout and shutdown_timeout in seconds and
    the limit of a StreamReader in bytes, None for asyncio's own.

    For the buffer driver alone: default_trust, no trust store is named, which means the system's; others, the
    names of certificates a server has besides its first.

    For the drivers of trio and anyio alone: https_compatible, what trio calls so (anyio: no
    standard_compatible): closure alerts are neither sent nor expected. A server's entrance "accept" is the
    listener of that library. For anyio alone: handshake_timeout, that of its listener, and "connect", the
    entrance of a client by a connectable.
    """

    certificate: Optional[str] = ""
    trust: str = "ca"
    verify: str = ""
    server_name: Optional[str] = "localhost"
    alpn: Tuple[str, ...] = ()
    groups: Tuple[str, ...] = ()
    shares: Optional[Tuple[str, ...]] = None
    short_secret: bool = False
    also: Optional[Tls] = None
    post_handshake_auth: bool = False
    tls: Optional[Tls] = None
    cipher: Optional[str] = None
    tickets: Optional[int] = None
    notes_name: bool = False
    name_callback: Optional[str] = None
    entrance: str = "wrap"
    suppress_ragged_eofs: bool = False
    handshake_timeout: Optional[float] = None
    shutdown_timeout: Optional[float] = None
    limit: Optional[int] = None
    default_trust: bool = False
    others: Tuple[str, ...] = ()
    https_compatible: bool = False
