"""Rules on what a client offers: every ClientHello of a subject that plays the client."""

from __future__ import annotations

from functools import lru_cache

from harness.hellos import TLS12, TLS13
from harness.ledger import Ledger
from harness.names import Role
from harness.negotiation.names import group_name, hosts_in, is_address, told
from harness.rulebook import Found, rule
from harness.suites import BROKEN, EMPTY_RENEGOTIATION_INFO_SCSV, FALLBACK_SCSV, SIGNALS, is_grease
from harness.transcript import Transcript

_BROKEN = frozenset(BROKEN)
_MD5_AND_SHA1 = frozenset({0x0101, 0x0102, 0x0103, 0x0201, 0x0202, 0x0203})


@rule("rfc8446:4.1.2:legacy_version", role=Role.CLIENT)
def legacy_version_of_the_client(ledger: Ledger, transcript: Transcript) -> Found:
    """legacy_version is TLS 1.2 beside supported_versions, never above it, and never SSL."""
    for offer in ledger.offered:
        version = offer.hello.legacy_version
        if version > TLS12 or version <= 0x0300:
            yield f"the ClientHello's legacy_version is {version:#06x}", None
        elif version != TLS12 and 43 in offer.extensions:
            yield f"the ClientHello's legacy_version is {version:#06x} beside supported_versions", None


@rule("rfc8446:4.2.1:versions-that-exist", role=Role.CLIENT)
def offered_versions_exist(ledger: Ledger, transcript: Transcript) -> Found:
    """supported_versions lists TLS 1.0 to 1.3 and GREASE: no SSL, and nothing that does not exist."""
    for offer in ledger.offered:
        real_ones = [version for version in offer.listed or () if not is_grease(version)]
        if offer.listed and not real_ones:
            yield "supported_versions offers no version", None
        for version in real_ones:
            if not 0x0301 <= version <= TLS13 and version >> 8 != 0x7F:  # 0x7f: drafts of TLS 1.3
                yield f"supported_versions offers {version:#06x}", None


@rule("rfc8446:4.1.2:compression", role=Role.CLIENT)
def null_compression_is_offered(ledger: Ledger, transcript: Transcript) -> Found:
    """Compression methods contain null, and with TLS 1.3 among the versions nothing else."""
    for offer in ledger.offered:
        methods = offer.hello.compressions
        if 0 not in methods:
            yield f"the ClientHello offers no null compression, only {list(methods)}", None
        elif offer.offers_13 and methods != b"\0":
            yield f"the ClientHello offers TLS 1.3 and the compression methods {list(methods)}", None


@rule("rfc8446:4.2.8:client-shares", role=Role.CLIENT)
def key_shares_follow_the_groups(ledger: Ledger, transcript: Transcript) -> Found:
    """Key shares are for groups in supported_groups, in that order, one for each at the most."""
    for offer in ledger.offered:
        if not offer.shares:
            continue
        groups = offer.groups or ()
        shared = [group for group, _ in offer.shares]
        for group in shared:
            if group not in groups:
                yield f"a key share for {group_name(group)}, which supported_groups lacks", None
                return
        if len(set(shared)) < len(shared):
            yield f"more than one key share for a group: {told(shared, group_name)}", None
        elif len(shared) > 1 and shared != sorted(shared, key=groups.index):
            yield f"key shares in another order than supported_groups: {told(shared, group_name)}", None


@rule("rfc8446:4.2.11:last", role=Role.CLIENT)
def pre_shared_key_is_last(ledger: Ledger, transcript: Transcript) -> Found:
    """pre_shared_key is the last extension of a ClientHello."""
    for offer in ledger.offered:
        if 41 in offer.extensions and (offer.hello.extensions or ((41, b""),))[-1][0] != 41:
            yield "pre_shared_key is not the last extension of the ClientHello", None


@rule("rfc8446:4.2.9:modes", role=Role.CLIENT)
def pre_shared_keys_come_with_modes(ledger: Ledger, transcript: Transcript) -> Found:
    """pre_shared_key comes with psk_key_exchange_modes, and early_data with pre_shared_key."""
    for offer in ledger.offered:
        if 41 in offer.extensions and 45 not in offer.extensions:
            yield "pre_shared_key without psk_key_exchange_modes", None
        if 42 in offer.extensions and 41 not in offer.extensions:
            yield "early_data without pre_shared_key", None


@rule("rfc6066:3:host-name", role=Role.CLIENT)
def server_name_is_a_host_name(ledger: Ledger, transcript: Transcript) -> Found:
    """server_name holds one DNS host name: in ASCII, without a trailing dot, and no address."""
    for offer in ledger.offered:
        hosts = hosts_in(offer.extensions.get(0))
        if len(hosts) > 1:
            yield f"server_name holds {len(hosts)} host names", None
        for name in hosts:
            if not name.isascii() or not name or name.endswith(b".") or b"\0" in name:
                yield f"the server name {name!r} is no host name in ASCII without a trailing dot", None
            elif is_address(name.decode("ascii")):
                yield f"the server name {name!r} is a literal address", None


@rule("rfc8446:9.2:mandatory", role=Role.CLIENT)
def mandatory_extensions_are_there(ledger: Ledger, transcript: Transcript) -> Found:
    """A ClientHello for TLS 1.3 has groups and shares, or neither, and schemes; only a PSK excuses."""
    for offer in ledger.offered:
        if not offer.offers_13:
            continue
        there = offer.extensions
        if (10 in there) is not (51 in there):
            yield "supported_groups and key_share, one without the other", None
        for number, name in ((13, "signature_algorithms"), (10, "supported_groups")):
            if number not in there and 41 not in there:
                yield f"TLS 1.3 is offered without pre_shared_key and without {name}", None


@rule("rfc7465:2:broken-suites", role=Role.CLIENT)
def broken_suites_are_not_offered(ledger: Ledger, transcript: Transcript) -> Found:
    """Some suite is offered, and none with RC4, an export cipher, DES, no encryption or no authentication."""
    for offer in ledger.offered:
        for fault in _faults_of(offer.hello.cipher_suites):
            yield fault, None


@lru_cache(maxsize=256)
def _faults_of(suites: tuple[int, ...]) -> tuple[str, ...]:
    """What is wrong with a list of cipher suites; a client offers the same few lists all the time."""
    broken = [
        f"the ClientHello offers cipher suite {suite:#06x}: {BROKEN[suite]}"
        for suite in sorted(_BROKEN & set(suites))
    ]
    none = all(suite in SIGNALS or is_grease(suite) for suite in suites)
    return (*broken, "the ClientHello offers no cipher suite") if none else tuple(broken)


@rule("rfc9155:2:schemes", role=Role.CLIENT)
def broken_hashes_are_not_offered(ledger: Ledger, transcript: Transcript) -> Found:
    """signature_algorithms holds no scheme with MD5 or SHA-1."""
    for offer in ledger.offered:
        for scheme in sorted(_MD5_AND_SHA1.intersection(offer.schemes or ())):
            yield f"signature_algorithms holds {scheme:#06x}: {'MD5' if scheme < 0x0200 else 'SHA-1'}", None


@rule("rfc7507:4:highest", role=Role.CLIENT)
def no_fallback_at_the_highest_version(ledger: Ledger, transcript: Transcript) -> Found:
    """A client that offers its highest version, TLS 1.3, does not say that it has fallen back."""
    for offer in ledger.offered:
        if FALLBACK_SCSV in offer.hello.cipher_suites and offer.offers_13:
            yield "TLS_FALLBACK_SCSV beside an offer of TLS 1.3", None


@rule("rfc5746:3.4:offered", role=Role.CLIENT)
def secure_renegotiation_is_offered(ledger: Ledger, transcript: Transcript) -> Found:
    """A first ClientHello for TLS 1.2 or below has the SCSV or an empty renegotiation_info."""
    for offer in ledger.offered:
        old = offer.listed is None or any(v <= TLS12 for v in offer.listed)
        asks = EMPTY_RENEGOTIATION_INFO_SCSV in offer.hello.cipher_suites or 0xFF01 in offer.extensions
        if old and not asks:
            yield "TLS 1.2 is offered with neither the SCSV nor renegotiation_info", None
