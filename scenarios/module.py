"""The module itself: its functions, constants and default contexts, before anybody connects."""

from harness.scenario import (
    MISUSE,
    Act,
    Actor,
    caught,
    chain_file,
    constant,
    key_file,
    module_scenario,
    py,
    same,
    trust_file,
)

# -- certificates as text -----------------------------------------------------------------------------------


@module_scenario("python:module:pem")
def pem_and_der_are_two_spellings(subject):
    """A certificate in PEM becomes DER and the same PEM again, in lines of 64 characters."""
    pem, der = subject.thing("pem"), subject.thing("der")
    return [
        subject.does(py("pathlib.Path", trust_file("ca"))).keeps("file"),
        subject.thing("file").calls("read_text").keeps("pem"),
        subject.ssl.calls("PEM_cert_to_DER_cert", pem).keeps("der"),
        subject.does(same(py("type", der), constant("bytes"))).gives(True),
        der.calls("startswith", b"\x30\x82").gives(True),
        subject.ssl.calls("DER_cert_to_PEM_cert", der).keeps("again"),
        subject.does(same(subject.thing("again").calls("strip"), pem.calls("strip"))).gives(True),
        subject.does(same(subject.ssl.calls("PEM_cert_to_DER_cert", subject.thing("again")), der)).gives(
            True
        ),
    ]


@module_scenario("python:module:pem-lines")
def lines_of_pem_end_as_they_like(subject):
    """A certificate in PEM is read to its last byte whichever way its lines end: LF, CR LF or CR."""
    pem, der = subject.thing("pem"), subject.thing("der")
    return [
        subject.does(py("pathlib.Path", trust_file("ca"))).keeps("file"),
        subject.thing("file").calls("read_text").keeps("pem"),
        subject.ssl.calls("PEM_cert_to_DER_cert", pem).keeps("der"),
        *(
            subject.does(
                same(subject.ssl.calls("PEM_cert_to_DER_cert", pem.calls("replace", "\n", end)), der)
            )
            for end in ("\r\n", "\r")
        ),
    ]


_BEGIN, _END = "-----BEGIN CERTIFICATE-----\n", "-----END CERTIFICATE-----\n"


@module_scenario("python:module:pem-refused")
def text_without_its_marks_is_no_pem(subject):
    """PEM that does not begin, or does not end, is a ValueError; text in place of DER is a TypeError."""
    return [
        subject.ssl.calls("PEM_cert_to_DER_cert", "AAAA").raises(MISUSE),
        subject.ssl.calls("PEM_cert_to_DER_cert", "AAAA\n" + _END).raises(MISUSE),
        subject.ssl.calls("PEM_cert_to_DER_cert", _BEGIN + "AAAA\n").raises(MISUSE),
        subject.ssl.calls("DER_cert_to_PEM_cert", "text").raises(MISUSE, exception="TypeError"),
    ]


def _seconds(subject: Actor, text: str):
    return subject.ssl.calls("cert_time_to_seconds", text)


@module_scenario("python:module:cert-time")
def certificate_times_are_in_utc(subject):
    """A certificate's notAfter becomes seconds since the epoch, wherever on earth the program runs."""
    return [
        _seconds(subject, "Jan  5 09:34:43 2018 GMT").gives(1515144883),
        _seconds(subject, "Jan 5 09:34:43 2018 GMT").gives(1515144883),
        _seconds(subject, "Jul  1 00:00:00 2018 GMT").gives(1530403200),
        _seconds(subject, "Jan  1 00:00:00 1970 GMT").gives(0),
        _seconds(subject, "Jan  1 00:00:00 1950 GMT").gives(-631152000),
        _seconds(subject, "Dec 31 23:59:59 9999 GMT").gives(253402300799),
    ]


@module_scenario("python:module:cert-time-refused")
def other_texts_are_no_certificate_times(subject):
    """What is no time, or one in another zone than GMT, is a ValueError, never some other moment."""
    wrong = (
        "",
        "Jan  5 09:34:43 2018",
        "Jan  5 09:34:43 2018 CET",
        "Jon  5 09:34:43 2018 GMT",
        "Jan 40 09:34:43 2018 GMT",
        "Jan  5 25:34:43 2018 GMT",
        "2018-01-05T09:34:43Z",
    )
    return [_seconds(subject, text).raises(MISUSE, exception="ValueError") for text in wrong]


@module_scenario("python:module:cert-time-calendar")
def days_that_never_were_are_no_certificate_times(subject):
    """The 31st of February is a ValueError, and not the beginning of March."""
    return [
        _seconds(subject, "Feb 29 00:00:00 2008 GMT").gives(1204243200),
        _seconds(subject, "Feb 31 00:00:00 2008 GMT").raises(MISUSE, exception="ValueError"),
        _seconds(subject, "Feb 29 00:00:00 2007 GMT").raises(MISUSE, exception="ValueError"),
    ]


@module_scenario("python:module:verify-paths")
def verify_paths_have_six_places(subject):
    """The default places for authorities are told: two paths, two environment variables, two defaults."""
    paths = subject.thing("paths")
    return [
        subject.ssl.calls("get_default_verify_paths").keeps("paths"),
        subject.does(py("len", paths)).gives(6),
        paths.has("cafile").returns(str, type(None)),
        paths.has("capath").returns(str, type(None)),
        paths.has("openssl_cafile_env").returns(str),
        paths.has("openssl_cafile").returns(str),
        paths.has("openssl_capath_env").returns(str),
        paths.has("openssl_capath").returns(str),
    ]


# -- randomness ---------------------------------------------------------------------------------------------


@module_scenario("python:module:rand-bytes")
def random_bytes_are_as_many_and_others_each_time(subject):
    """RAND_bytes(n) gives n bytes, none for 0, and never the same twice: nonces and keys are made of it."""
    many = subject.ssl.calls("RAND_bytes", 32)
    return [
        subject.ssl.calls("RAND_bytes", 0).gives(b""),
        many.keeps("first"),
        many.keeps("second"),
        subject.does(py("len", subject.thing("first"))).gives(32),
        subject.does(py("len", py("set", (subject.thing("first"), subject.thing("second"))))).gives(2),
        many.returns(bytes),
    ]


@module_scenario("python:module:rand-bytes-refused")
def there_is_no_negative_number_of_random_bytes(subject):
    """RAND_bytes(-1) is a ValueError and not b"": an empty key would be everybody's."""
    return [
        subject.ssl.calls("RAND_bytes", -1).raises(MISUSE, exception="ValueError"),
        subject.ssl.calls("RAND_bytes", "32").raises(MISUSE, exception="TypeError"),
        subject.ssl.calls("RAND_bytes", None).raises(MISUSE, exception="TypeError"),
    ]


@module_scenario("python:module:rand-status")
def randomness_is_there(subject):
    """RAND_status() says True, and RAND_add() mixes in bytes or text, whatever they are worth."""
    return [
        subject.does(py("bool", subject.ssl.calls("RAND_status"))).gives(True),
        subject.ssl.calls("RAND_add", b"a seed", 0.0).gives(None),
        subject.ssl.calls("RAND_add", "a seed", 1.5).gives(None),
        subject.ssl.calls("RAND_add", None, 0.0).raises(MISUSE, exception="TypeError"),
    ]


# -- constants ----------------------------------------------------------------------------------------------


def _is_a(subject: Actor, name: str, kind: str):
    """A constant is a member of an enumeration."""
    return subject.does(py("isinstance", subject.ssl.has(name), subject.ssl.has(kind))).gives(True)


def _differ(subject: Actor, names: tuple[str, ...]):
    """Constants that are all different."""
    values = tuple(py("int", subject.ssl.has(name)) for name in names)
    return subject.does(py("len", py("set", values))).gives(len(names))


@module_scenario("python:module:version-facts")
def the_library_tells_its_version(subject):
    """The TLS library's version is there as text, as five integers and as one: bug reports begin with it."""
    return [
        subject.ssl.has("OPENSSL_VERSION").returns(str, filled=True),
        subject.ssl.has("OPENSSL_VERSION_NUMBER").returns(int),
        subject.ssl.has("OPENSSL_VERSION_INFO").returns(tuple),
        subject.does(py("len", subject.ssl.has("OPENSSL_VERSION_INFO"))).gives(5),
        subject.does(py("sum", subject.ssl.has("OPENSSL_VERSION_INFO"))).returns(int),
    ]


@module_scenario("python:module:has-flags")
def abilities_are_true_or_false(subject):
    """HAS_* constants are bools."""
    names = ("TLSv1_2", "TLSv1_3", "SNI", "ALPN", "ECDH", "NEVER_CHECK_COMMON_NAME")
    return [
        *(subject.ssl.has(f"HAS_{name}").returns(bool) for name in names),
        subject.ssl.has("HAS_SSLv2").gives(False),
    ]


def _speaks(subject: Actor, version: str) -> list[Act]:
    """HAS_... of this version is True exactly where two contexts that go no higher agree on it."""
    ends, first, second = ("client", "server"), subject.thing("first"), subject.thing("second")
    highest = subject.ssl.has(f"TLSVersion.{version}")
    made = [
        act
        for end in ends
        for act in (
            subject.ssl.calls("SSLContext", subject.ssl.has(f"PROTOCOL_TLS_{end.upper()}")).keeps(end),
            # A module without the version may refuse it.
            subject.does(caught(subject.thing(end).calls("__setattr__", "maximum_version", highest))),
        )
    ]
    talk = [subject.thing(f"{end} end").calls("do_handshake").anything() for end in (*ends, *ends, "client")]
    agreed = py("operator.eq", subject.thing("client end").calls("version"), version.replace("_", "."))
    return [
        *made,
        subject.thing("client").sets("check_hostname", False),
        subject.thing("client").sets("verify_mode", subject.ssl.has("CERT_NONE")),
        subject.thing("server").calls("load_cert_chain", chain_file("ecdsa"), key_file("ecdsa")),
        subject.ssl.calls("MemoryBIO").keeps("first"),
        subject.ssl.calls("MemoryBIO").keeps("second"),
        subject.thing("client").calls("wrap_bio", first, second).keeps("client end"),
        subject.thing("server").calls("wrap_bio", second, first, server_side=True).keeps("server end"),
        *talk,
        subject.does(py("operator.eq", agreed, subject.ssl.has(f"HAS_{version}"))).gives(True),
    ]


@module_scenario("python:module:has-versions")
def it_has_the_versions_it_speaks(subject):
    """HAS_TLSv1_2 and HAS_TLSv1_3 say what two ends of the module agree on: what they deny is not tried."""
    return [act for version in ("TLSv1_2", "TLSv1_3") for act in _speaks(subject, version)]


@module_scenario("python:module:has-pha")
def later_authentication_is_an_ability(subject):
    """HAS_PHA is a bool, and no ability of a module without TLS 1.3, which it is a part of."""
    return [
        subject.ssl.has("HAS_PHA").returns(bool),
        subject.does(py("operator.le", subject.ssl.has("HAS_PHA"), subject.ssl.has("HAS_TLSv1_3"))).gives(
            True
        ),
    ]


@module_scenario("python:module:has-psk-tls13")
def external_keys_in_tls13_are_an_ability(subject):
    """HAS_PSK_TLS13 is a bool, and no ability of a module without TLS 1.3."""
    flag = subject.ssl.has("HAS_PSK_TLS13")
    return [
        flag.returns(bool),
        subject.does(py("operator.le", flag, subject.ssl.has("HAS_TLSv1_3"))).gives(True),
    ]


@module_scenario("python:module:verify-modes")
def verify_modes_grow_stricter(subject):
    """CERT_NONE, CERT_OPTIONAL and CERT_REQUIRED are the members of VerifyMode, each a stricter one."""
    names = ("CERT_NONE", "CERT_OPTIONAL", "CERT_REQUIRED")
    return [
        *(_is_a(subject, name, "VerifyMode") for name in names),
        subject.does(py("operator.lt", subject.ssl.has(names[0]), subject.ssl.has(names[1]))).gives(True),
        subject.does(py("operator.lt", subject.ssl.has(names[1]), subject.ssl.has(names[2]))).gives(True),
        subject.does(py("len", py("list", subject.ssl.has("VerifyMode")))).gives(3),
    ]


@module_scenario("python:module:verify-flags")
def verify_flags_are_different_bits(subject):
    """VERIFY_* constants are VerifyFlags that can be told apart, and VERIFY_DEFAULT is none of them."""
    names = (
        "VERIFY_DEFAULT", "VERIFY_CRL_CHECK_LEAF", "VERIFY_CRL_CHECK_CHAIN", "VERIFY_X509_STRICT",
        "VERIFY_X509_TRUSTED_FIRST",
    )  # fmt: skip
    return [
        *(_is_a(subject, name, "VerifyFlags") for name in names),
        subject.does(py("int", subject.ssl.has("VERIFY_DEFAULT"))).gives(0),
        _differ(subject, names),
    ]


@module_scenario("python:module:options")
def options_can_be_joined(subject):
    """OP_* constants are Options, different where they mean something, and Options still when joined."""
    names = ("OP_ALL", "OP_NO_COMPRESSION", "OP_NO_TICKET", "OP_CIPHER_SERVER_PREFERENCE")
    one, other = subject.ssl.has("OP_NO_TICKET"), subject.ssl.has("OP_NO_COMPRESSION")
    return [
        *(_is_a(subject, name, "Options") for name in names),
        _differ(subject, names),
        subject.does(py("operator.or_", one, other)).keeps("both"),
        subject.does(py("isinstance", subject.thing("both"), subject.ssl.has("Options"))).gives(True),
        subject.does(same(py("operator.and_", subject.thing("both"), one), one)).gives(True),
        subject.does(py("int", py("operator.and_", one, other))).gives(0),
    ]


@module_scenario("python:module:tls-version")
def versions_have_the_numbers_of_the_wire(subject):
    """TLSVersion has TLS 1.2 as 0x0303 and TLS 1.3 as 0x0304: bounds and debugging hooks speak in them."""
    older, newer = subject.ssl.has("TLSVersion.TLSv1_2"), subject.ssl.has("TLSVersion.TLSv1_3")
    return [
        older.gives(0x0303),
        newer.gives(0x0304),
        subject.does(py("operator.lt", older, newer)).gives(True),
        subject.does(py("isinstance", older, subject.ssl.has("TLSVersion"))).gives(True),
        subject.does(same(subject.ssl.calls("TLSVersion", 0x0304), newer)).gives(True),
        subject.ssl.calls("TLSVersion", 5).raises(MISUSE, exception="ValueError"),
    ]


#: RFC 8446 section 6 and RFC 5246 section 7.2.
_ALERTS = {
    "CLOSE_NOTIFY": 0, "UNEXPECTED_MESSAGE": 10, "BAD_RECORD_MAC": 20, "RECORD_OVERFLOW": 22,
    "HANDSHAKE_FAILURE": 40, "BAD_CERTIFICATE": 42, "CERTIFICATE_EXPIRED": 45, "ILLEGAL_PARAMETER": 47,
    "UNKNOWN_CA": 48, "ACCESS_DENIED": 49, "DECODE_ERROR": 50, "DECRYPT_ERROR": 51, "PROTOCOL_VERSION": 70,
    "INTERNAL_ERROR": 80, "USER_CANCELLED": 90, "NO_RENEGOTIATION": 100, "UNSUPPORTED_EXTENSION": 110,
    "UNRECOGNIZED_NAME": 112, "UNKNOWN_PSK_IDENTITY": 115,
}  # fmt: skip


@module_scenario("python:module:alert-description")
def alerts_have_the_numbers_of_the_registry(subject):
    """ALERT_DESCRIPTION_* constants have the numbers that travel: a callback returns one to refuse a name."""
    names = [f"ALERT_DESCRIPTION_{name}" for name in _ALERTS]
    return [
        *(_is_a(subject, name, "AlertDescription") for name in names),
        *(subject.ssl.has(name).gives(code) for name, code in zip(names, _ALERTS.values(), strict=True)),
    ]


# -- what is gone, and what is not for everybody ------------------------------------------------------------


@module_scenario("python:module:removed")
def what_verified_nobody_is_gone(subject):
    """A wrap_socket() without a context, match_hostname() and RAND_pseudo_bytes() are gone since 3.12."""
    gone = ("wrap_socket", "match_hostname", "RAND_pseudo_bytes")
    return [subject.does(py("hasattr", subject.ssl, name)).gives(False) for name in gone]


@module_scenario("python:module:private-constructors")
def connections_come_from_a_context(subject):
    """SSLObject() and SSLSocket() raise TypeError: what nobody configured would verify nobody."""
    return [
        subject.ssl.calls("SSLObject").raises(MISUSE, exception="TypeError"),
        subject.ssl.calls("SSLSocket").raises(MISUSE, exception="TypeError"),
    ]
