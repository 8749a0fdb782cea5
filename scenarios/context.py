"""SSLContext: what it begins with, and what can be set: verification, options, versions."""

from harness.scenario import (
    FOREIGN,
    MISUSE,
    PROTOCOL_ERROR,
    READ,
    Actor,
    module_scenario,
    py,
    same,
)


def _client(subject: Actor, name: str = "fresh"):
    protocol = subject.ssl.has("PROTOCOL_TLS_CLIENT")
    return subject.ssl.calls("SSLContext", protocol).keeps(name)


def _server(subject: Actor, name: str = "fresh"):
    protocol = subject.ssl.has("PROTOCOL_TLS_SERVER")
    return subject.ssl.calls("SSLContext", protocol).keeps(name)


def _is(subject: Actor, attribute: str, constant: str, name: str = "fresh"):
    """An attribute of a kept context is a constant of the module."""
    return subject.does(same(subject.thing(name).has(attribute), subject.ssl.has(constant))).gives(True)


# -- what it begins with ------------------------------------------------------------------------------------


@module_scenario("python:context:constructor")
def protocols_that_do_not_exist_are_refused(subject):
    """SSLContext(42) and SSLContext(-1) are ValueErrors, and a text for a protocol is a TypeError."""
    return [
        subject.ssl.calls("SSLContext", 42).raises(MISUSE, exception="ValueError"),
        subject.ssl.calls("SSLContext", -1).raises(MISUSE, exception="ValueError"),
        subject.ssl.calls("SSLContext", "TLS").raises(MISUSE, exception="TypeError"),
    ]


@module_scenario("python:context:protocol")
def a_context_knows_its_protocol(subject):
    """The attribute protocol is what the context was made for, and a client cannot be made a server by it."""
    fresh = subject.thing("fresh")
    return [
        _client(subject),
        _is(subject, "protocol", "PROTOCOL_TLS_CLIENT"),
        fresh.sets("protocol", subject.ssl.has("PROTOCOL_TLS_SERVER")).raises(
            FOREIGN, exception="AttributeError"
        ),
        _is(subject, "protocol", "PROTOCOL_TLS_CLIENT"),
        _server(subject),
        _is(subject, "protocol", "PROTOCOL_TLS_SERVER"),
    ]


@module_scenario("python:context:client-defaults", "python:context:empty-store")
def a_client_begins_with_everything_checked(subject):
    """A new context for clients requires a certificate, checks its name, and trusts nobody yet."""
    fresh = subject.thing("fresh")
    return [
        _client(subject),
        fresh.has("check_hostname").gives(True),
        _is(subject, "verify_mode", "CERT_REQUIRED"),
        fresh.calls("get_ca_certs").gives([]),
    ]


@module_scenario("python:context:server-defaults")
def a_server_begins_with_nothing_asked(subject):
    """A new context for servers asks clients for no certificate: most of them have none."""
    return [
        _server(subject),
        subject.thing("fresh").has("check_hostname").gives(False),
        _is(subject, "verify_mode", "CERT_NONE"),
    ]


@module_scenario("python:context:minimum-version")
def old_versions_are_off(subject):
    """A new context accepts nothing older than TLS 1.2, in either role.

    A Python that was built to leave OpenSSL's defaults alone (configure --with-ssl-default-suites=openssl,
    as distributions do whose OpenSSL has a policy) leaves the least version to OpenSSL, too.
    """
    versions = [subject.ssl.has(f"TLSVersion.{name}") for name in ("TLSv1_2", "MINIMUM_SUPPORTED")]
    left_alone = py("operator.eq", py("sysconfig.get_config_var", "PY_SSL_DEFAULT_CIPHERS"), 2)
    least = py("operator.getitem", tuple(versions), left_alone)
    is_least = subject.does(same(subject.thing("fresh").has("minimum_version"), least)).gives(True)
    return [_client(subject), is_least, _server(subject), is_least]


@module_scenario("python:context:options-default")
def compression_is_off(subject):
    """A new context has OP_NO_COMPRESSION set: compression before encryption tells secrets."""
    bit = subject.ssl.has("OP_NO_COMPRESSION")
    return [
        _client(subject),
        subject.does(same(py("operator.and_", subject.thing("fresh").has("options"), bit), bit)).gives(True),
    ]


@module_scenario("python:context:verify-flags-default")
def trusted_certificates_come_first(subject):
    """A new context prefers certificates it trusts when it builds a chain, and is not strict by itself."""
    flags, first = subject.thing("fresh").has("verify_flags"), subject.ssl.has("VERIFY_X509_TRUSTED_FIRST")
    return [
        _client(subject),
        subject.does(same(py("operator.and_", flags, first), first)).gives(True),
        subject.does(py("int", py("operator.and_", flags, subject.ssl.has("VERIFY_X509_STRICT")))).gives(0),
    ]


# -- verification -------------------------------------------------------------------------------------------


@module_scenario("python:context:check-hostname")
def names_are_not_checked_without_certificates(subject):
    """CERT_NONE is a ValueError while names are checked, and both stay; in the other order it goes."""
    fresh = subject.thing("fresh")
    none = subject.ssl.has("CERT_NONE")
    return [
        _client(subject),
        fresh.sets("verify_mode", none).raises(MISUSE, exception="ValueError"),
        _is(subject, "verify_mode", "CERT_REQUIRED"),
        fresh.has("check_hostname").gives(True),
        fresh.sets("check_hostname", False),
        _is(subject, "verify_mode", "CERT_REQUIRED"),
        fresh.sets("verify_mode", none),
        _is(subject, "verify_mode", "CERT_NONE"),
    ]


@module_scenario("python:context:check-hostname-raises-mode")
def checking_names_asks_for_certificates(subject):
    """Turning check_hostname on turns CERT_NONE into CERT_REQUIRED, and leaves CERT_OPTIONAL as it is."""
    fresh = subject.thing("fresh")
    return [
        _client(subject),
        fresh.sets("check_hostname", False),
        fresh.sets("verify_mode", subject.ssl.has("CERT_NONE")),
        fresh.sets("check_hostname", True),
        fresh.has("check_hostname").gives(True),
        _is(subject, "verify_mode", "CERT_REQUIRED"),
        fresh.sets("check_hostname", False),
        fresh.sets("verify_mode", subject.ssl.has("CERT_OPTIONAL")),
        fresh.sets("check_hostname", True),
        _is(subject, "verify_mode", "CERT_OPTIONAL"),
    ]


@module_scenario("python:context:verify-mode")
def verify_mode_is_what_it_was_set_to(subject):
    """Each verify mode comes back as a VerifyMode; what is none is refused, and the old one stays."""
    fresh = subject.thing("fresh")
    kind = py("isinstance", fresh.has("verify_mode"), subject.ssl.has("VerifyMode"))
    modes = ("CERT_OPTIONAL", "CERT_REQUIRED", "CERT_NONE", "CERT_OPTIONAL")
    return [
        _server(subject),
        *(
            step
            for mode in modes
            for step in (
                fresh.sets("verify_mode", subject.ssl.has(mode)),
                _is(subject, "verify_mode", mode),
            )
        ),
        subject.does(kind).gives(True),
        fresh.sets("verify_mode", 99).raises(MISUSE, exception="ValueError"),
        fresh.sets("verify_mode", "CERT_REQUIRED").raises(MISUSE, exception="TypeError"),
        fresh.sets("verify_mode", None).raises(MISUSE, exception="TypeError"),
        _is(subject, "verify_mode", "CERT_OPTIONAL"),
    ]


def _adds_and_takes_away(subject: Actor, attribute: str, bit_name: str, kind: str):
    """A bit of some flags can be added, is there beside the others, and can be taken away."""
    fresh, before = subject.thing("fresh"), subject.thing("before")
    flags, bit = fresh.has(attribute), subject.ssl.has(bit_name)
    return [
        flags.keeps("before"),
        subject.does(py("int", py("operator.and_", flags, bit))).gives(0),
        fresh.sets(attribute, py("operator.or_", flags, bit)),
        subject.does(same(flags, py("operator.or_", before, bit))).gives(True),
        subject.does(py("isinstance", flags, subject.ssl.has(kind))).gives(True),
        fresh.sets(attribute, py("operator.and_", flags, py("operator.invert", bit))),
        subject.does(same(flags, before)).gives(True),
    ]


@module_scenario("python:context:verify-flags")
def verify_flags_are_what_they_were_set_to(subject):
    """A verify flag can be added beside the others and taken away again."""
    return [
        _client(subject),
        *_adds_and_takes_away(subject, "verify_flags", "VERIFY_X509_STRICT", "VerifyFlags"),
    ]


@module_scenario("python:context:verify-flags-range")
def verify_flags_are_not_lost_to_a_wrong_value(subject):
    """A text, or a number too large for flags, raises, and the strict flag stays set."""
    fresh, before = subject.thing("fresh"), subject.thing("before")
    unchanged = subject.does(same(fresh.has("verify_flags"), before)).gives(True)
    strict = py("operator.or_", fresh.has("verify_flags"), subject.ssl.has("VERIFY_X509_STRICT"))
    return [
        _client(subject),
        fresh.sets("verify_flags", strict),
        fresh.has("verify_flags").keeps("before"),
        fresh.sets("verify_flags", "strict").raises(MISUSE, exception="TypeError"),
        unchanged,
        fresh.sets("verify_flags", 1 << 70).raises(MISUSE),
        unchanged,
    ]


# -- options ------------------------------------------------------------------------------------------------


@module_scenario("python:context:options")
def options_are_what_they_were_set_to(subject):
    """An option can be added beside the others and taken away again."""
    return [_server(subject), *_adds_and_takes_away(subject, "options", "OP_NO_TICKET", "Options")]


@module_scenario("python:context:options-refused")
def options_are_numbers(subject):
    """Options that are no number, or too large a one, raise, and what was set stays."""
    fresh = subject.thing("fresh")
    return [
        _server(subject),
        fresh.has("options").keeps("before"),
        fresh.sets("options", "OP_ALL").raises(MISUSE, exception="TypeError"),
        fresh.sets("options", None).raises(MISUSE, exception="TypeError"),
        fresh.sets("options", 1 << 100).raises(MISUSE, exception="OverflowError").or_raises(MISUSE),
        subject.does(same(fresh.has("options"), subject.thing("before"))).gives(True),
    ]


# -- versions -----------------------------------------------------------------------------------------------


@module_scenario("python:context:version-bounds")
def version_bounds_are_what_they_were_set_to(subject):
    """The attributes minimum_version and maximum_version come back as the TLSVersion they were set to."""
    fresh, older, newer = subject.thing("fresh"), "TLSVersion.TLSv1_2", "TLSVersion.TLSv1_3"
    return [
        _client(subject),
        fresh.sets("minimum_version", subject.ssl.has(newer)),
        _is(subject, "minimum_version", newer),
        fresh.sets("minimum_version", subject.ssl.has(older)),
        fresh.sets("maximum_version", subject.ssl.has(older)),
        _is(subject, "minimum_version", older),
        _is(subject, "maximum_version", older),
        subject.does(py("isinstance", fresh.has("minimum_version"), subject.ssl.has("TLSVersion"))).gives(
            True
        ),
    ]


@module_scenario("python:context:version-refused")
def numbers_of_no_version_are_refused(subject):
    """A version that does not exist is a ValueError, a text a TypeError, and the bounds stay."""
    fresh, newer = subject.thing("fresh"), "TLSVersion.TLSv1_3"
    return [
        _client(subject),
        fresh.sets("minimum_version", subject.ssl.has(newer)),
        fresh.sets("maximum_version", subject.ssl.has(newer)),
        *(
            fresh.sets(bound, wrong).raises(MISUSE, exception=exception)
            for bound in ("minimum_version", "maximum_version")
            for wrong, exception in ((5, "ValueError"), ("TLSv1.3", "TypeError"), (None, "TypeError"))
        ),
        _is(subject, "minimum_version", newer),
        _is(subject, "maximum_version", newer),
    ]


# Not keylog_filename: before 3.13.16, 3.14.8 and 3.15.1 that takes the interpreter with it (gh-156099).
@module_scenario("python:context:deleted")
def settings_cannot_be_deleted(subject):
    """`del` of a setting is refused: what it is set to stays."""
    fresh = subject.thing("fresh")
    names = ("options", "verify_mode", "minimum_version", "check_hostname", "num_tickets", "sni_callback")
    return [
        _server(subject),
        fresh.sets("num_tickets", 5),
        *(
            subject.does(py("delattr", fresh, name))
            .raises(FOREIGN, exception="AttributeError")
            .or_raises(MISUSE, exception="TypeError")
            for name in names
        ),
        fresh.has("num_tickets").gives(5),
    ]


def _begins(subject: Actor):
    """The first call of a client's handshake, on a connection of the kept context."""
    ends = (subject.thing("bio_in"), subject.thing("bio_out"))
    return [
        subject.ssl.calls("MemoryBIO").keeps("bio_in"),
        subject.ssl.calls("MemoryBIO").keeps("bio_out"),
        subject.thing("fresh").calls("wrap_bio", *ends, server_hostname="localhost").keeps("begun"),
    ]


@module_scenario("python:context:version-contradiction")
def bounds_that_leave_nothing_fail_in_the_handshake(subject):
    """A minimum above the maximum can be set; the handshake then raises SSLError."""
    fresh = subject.thing("fresh")
    return [
        _client(subject),
        fresh.sets("minimum_version", subject.ssl.has("TLSVersion.TLSv1_3")),
        fresh.sets("maximum_version", subject.ssl.has("TLSVersion.TLSv1_2")),
        *_begins(subject),
        subject.thing("begun").calls("do_handshake").raises(PROTOCOL_ERROR, exception="SSLError"),
        subject.thing("begun").calls("version").gives(None),
    ]


@module_scenario("python:context:version-moved")
def bounds_that_were_moved_bind_no_more(subject):
    """A minimum that is lowered again, and a maximum that is raised, leave no trace of what they were."""
    fresh, older, newer = subject.thing("fresh"), "TLSVersion.TLSv1_2", "TLSVersion.TLSv1_3"
    begins = [*_begins(subject), subject.thing("begun").calls("do_handshake").wants(READ)]
    return [
        _client(subject),
        fresh.sets("minimum_version", subject.ssl.has(newer)),
        fresh.sets("minimum_version", subject.ssl.has(older)),
        fresh.sets("maximum_version", subject.ssl.has(older)),
        *begins,
        fresh.sets("maximum_version", subject.ssl.has(newer)),
        fresh.sets("minimum_version", subject.ssl.has(newer)),
        *begins,
    ]


# -- nobody else's ------------------------------------------------------------------------------------------


@module_scenario("python:context:independent")
def two_contexts_share_nothing(subject):
    """Turning the checks of one context off leaves those of another, older or newer, on."""
    one, least = subject.thing("one"), subject.thing("first").has("minimum_version")
    checked = [
        step
        for name in ("older", "newer")
        for step in (
            subject.thing(name).has("check_hostname").gives(True),
            _is(subject, "verify_mode", "CERT_REQUIRED", name),
        )
    ]
    return [
        _client(subject, "first"),
        _client(subject, "older"),
        subject.thing("older").sets("minimum_version", subject.ssl.has("TLSVersion.TLSv1_2")),
        _client(subject, "one"),
        one.sets("check_hostname", False),
        one.sets("verify_mode", subject.ssl.has("CERT_NONE")),
        one.sets("minimum_version", subject.ssl.has("TLSVersion.TLSv1_3")),
        _client(subject, "newer"),
        *checked,
        _is(subject, "minimum_version", "TLSVersion.TLSv1_2", "older"),
        subject.does(same(subject.thing("newer").has("minimum_version"), least)).gives(True),
    ]


@module_scenario("python:context:no-pickle")
def a_context_is_not_pickled(subject):
    """Pickling a context is a TypeError: keys and trust do not travel in passing."""
    return [
        _client(subject),
        subject.does(py("pickle.dumps", subject.thing("fresh"))).raises(MISUSE, exception="TypeError"),
    ]
