"""Cipher suites by what the rules must know of them (RFC 5246 appendix A.5, RFC 8446 appendix B.4, IANA).

Only numbers; a suite that is in none of these sets is unknown here, and nothing is concluded from it.
"""

from __future__ import annotations

EMPTY_RENEGOTIATION_INFO_SCSV = 0x00FF
FALLBACK_SCSV = 0x5600
#: Values that signal something and are no suites (RFC 5746 section 3.3, RFC 7507 section 2).
SIGNALS = frozenset({EMPTY_RENEGOTIATION_INFO_SCSV, FALLBACK_SCSV})


def _set_of(text: str) -> frozenset[int]:
    """The numbers in a text of hexadecimal ones, `a-b` standing for all from a to b."""
    ends = (word.partition("-") for word in text.split())
    return frozenset(n for low, _, high in ends for n in range(int(low, 16), int(high or low, 16) + 1))


#: Suites of TLS 1.3 and no other version (RFC 8446 appendix B.4, RFC 8998, RFC 9150).
TLS13_SUITES = _set_of("1301-1307 00C6 00C7 C0B4 C0B5")

_RC4 = _set_of("0004 0005 0018 0020 0024 008A 008E 0092 C002 C007 C00C C011 C016 C033")
_EXPORT = _set_of("0003 0006 0008 000B 000E 0011 0014 0017 0019 0026-002B 0060-0065")
_NULL = _set_of("0000-0002 002C-002E 003B 00B0 00B1 00B4 00B5 00B8 00B9 C001 C006 C00B C010 C015 C039-C03B")
_DES = _set_of("0009 000C 000F 0012 0015 001A 001E 0022")
_ANONYMOUS = _set_of(
    "001B 0034 003A 0046 006C 006D 0089 009B 00A6 00A7 00BF 00C5 C017-C019 C046 C047 C05A C05B C084 C085"
)
#: Suites that may not be offered, and why (RFC 7465 section 2; RFC 5246 appendix A.5; RFC 9325 section 4.1).
BROKEN: dict[int, str] = {
    suite: why
    for why, suites in (
        ("RC4", _RC4),
        ("an export cipher", _EXPORT),
        ("no encryption", _NULL),
        ("DES", _DES),
        ("no authentication", _ANONYMOUS),
    )
    for suite in suites
}

#: Suites of TLS 1.2 that encrypt with an AEAD (RFC 5288, 5289, 5487, 6209, 6367, 6655, 7251, 7905, 8442).
AEAD = _set_of("009C-00AD C02B-C032 C050-C063 C06A-C06F C07A-C093 C09C-C0AF CCA8-CCAE D001-D003 D005")

#: Key exchanges in which the server signs its share: ephemeral ECDH (RFC 8422), ephemeral DH (RFC 5246).
ECDHE = _set_of(
    "C006-C00A C012-C014 C023 C024 C027 C028 C02B C02C C02F C030 C048 C049 C04C C04D C05C C05D C060 C061 "
    "C072 C073 C076 C077 C086 C087 C08A C08B C0AC-C0AF CCA8 CCA9"
)
DHE = _set_of(
    "0013 0016 0032 0033 0038-0039 0040 0044 0045 0067 006A 006B 0087 0088 0099 009A 009E 009F 00A2 00A3 "
    "00BD 00BE 00C3 00C4 C09E C09F C0A2 C0A3 CCAA"
)
#: The client encrypts to the server's certificate; there is no ServerKeyExchange (RFC 5246 section 7.4.3).
RSA = _set_of(
    "0001 0002 0004 0005 0007 0009 000A 002F 0035 003B-003D 0041 0084 0096 009C 009D 00BA 00C0 C09C C09D "
    "C0A0 C0A1"
)


def is_grease(number: int) -> bool:
    """Whether a two-byte number is one that only tests tolerance (RFC 8701 section 2)."""
    return number & 0x0F0F == 0x0A0A and number >> 8 == number & 0xFF
