"""SSLContext: ciphers, protocols, tickets, callbacks and other features, before anybody connects."""

from harness.scenario import (
    FOREIGN,
    MISUSE,
    OS_ERROR,
    PROTOCOL_ERROR,
    Actor,
    Step,
    callback,
    chain_file,
    handshake,
    module_scenario,
    py,
    reconnect,
    same,
    scenario,
)


def _client(subject: Actor):
    protocol = subject.ssl.has("PROTOCOL_TLS_CLIENT")
    return subject.ssl.calls("SSLContext", protocol).keeps("fresh")


def _server(subject: Actor):
    protocol = subject.ssl.has("PROTOCOL_TLS_SERVER")
    return subject.ssl.calls("SSLContext", protocol).keeps("fresh")


# -- ciphers ------------------------------------------------------------------------------------------------

_CIPHER = "ECDHE-ECDSA-AES128-GCM-SHA256"


@module_scenario("python:context:ciphers")
def set_ciphers_narrows_the_choice(subject):
    """get_ciphers() lists dicts with names: many at first, and that one once a single one was chosen."""
    ciphers = subject.thing("fresh").calls("get_ciphers")
    names = py("list", py("map", py("operator.itemgetter", "name"), ciphers))
    return [
        _client(subject),
        ciphers.returns(list, filled=True),
        subject.does(py("operator.getitem", py("operator.getitem", ciphers, 0), "name")).returns(
            str, filled=True
        ),
        subject.does(py("len", ciphers)).keeps("many"),
        subject.thing("fresh").calls("set_ciphers", _CIPHER).gives(None),
        subject.does(py("operator.lt", py("len", ciphers), subject.thing("many"))).gives(True),
        subject.does(py("operator.contains", names, _CIPHER)).gives(True),
        subject.does(py("operator.contains", names, "ECDHE-RSA-AES256-GCM-SHA384")).gives(False),
    ]


@module_scenario("python:context:ciphers-refused")
def no_cipher_at_all_is_refused(subject):
    """A list that selects no cipher raises SSLError, and what is no text TypeError."""
    fresh = subject.thing("fresh")
    return [
        _client(subject),
        fresh.calls("set_ciphers", "nope").raises(PROTOCOL_ERROR, exception="SSLError"),
        fresh.calls("set_ciphers", "").raises(PROTOCOL_ERROR, exception="SSLError"),
        fresh.calls("set_ciphers", 5).raises(MISUSE, exception="TypeError"),
        fresh.calls("set_ciphers", None).raises(MISUSE, exception="TypeError"),
    ]


@module_scenario("python:context:ciphers-kept")
def refused_ciphers_change_nothing(subject):
    """After a list that was refused the ciphers are those that were there before."""
    fresh = subject.thing("fresh")
    number = py("len", fresh.calls("get_ciphers"))
    return [
        _client(subject),
        subject.does(number).keeps("before"),
        fresh.calls("set_ciphers", 5).raises(MISUSE, exception="TypeError"),
        subject.does(same(number, subject.thing("before"))).gives(True),
        fresh.calls("set_ciphers", "nope").raises(PROTOCOL_ERROR, exception="SSLError"),
        subject.does(same(number, subject.thing("before"))).gives(True),
    ]


# -- application protocols ----------------------------------------------------------------------------------


@module_scenario("python:context:alpn")
def protocol_names_have_255_characters_at_most(subject):
    """Names of 1 to 255 ASCII characters are taken, and so is an empty list, which means none."""
    fresh = subject.thing("fresh")
    return [
        _client(subject),
        fresh.calls("set_alpn_protocols", ["h2", "http/1.1"]).gives(None),
        fresh.calls("set_alpn_protocols", ["x", "y" * 255]).gives(None),
        fresh.calls("set_alpn_protocols", []).gives(None),
    ]


@module_scenario("python:context:alpn-refused")
def names_that_cannot_be_sent_are_refused(subject):
    """An empty name, one of 256 bytes and one that is not ASCII are refused when they are set."""
    fresh = subject.thing("fresh")
    return [
        _client(subject),
        fresh.calls("set_alpn_protocols", [""])
        .raises(PROTOCOL_ERROR, exception="SSLError")
        .or_raises(MISUSE),
        fresh.calls("set_alpn_protocols", ["h2", "y" * 256])
        .raises(PROTOCOL_ERROR, exception="SSLError")
        .or_raises(MISUSE),
        fresh.calls("set_alpn_protocols", ["prot\u00e9g\u00e9"]).raises(MISUSE).or_raises(PROTOCOL_ERROR),
        fresh.calls("set_alpn_protocols", None).raises(MISUSE, exception="TypeError"),
    ]


# -- tickets, authentication, names -------------------------------------------------------------------------


@module_scenario("python:context:num-tickets")
def a_server_sends_two_tickets_by_default(subject):
    """A server's num_tickets is a number, two in CPython, and what it was set to, 0 included."""
    fresh = subject.thing("fresh")
    return [
        _server(subject),
        fresh.has("num_tickets").returns(int),
        fresh.sets("num_tickets", 5),
        fresh.has("num_tickets").gives(5),
        fresh.sets("num_tickets", 0),
        fresh.has("num_tickets").gives(0),
    ]


@module_scenario("python:context:num-tickets-refused")
def tickets_are_a_servers_to_send(subject):
    """A negative number is a ValueError, None a TypeError, and a client's context takes no number at all."""
    fresh = subject.thing("fresh")
    return [
        _server(subject),
        fresh.sets("num_tickets", 3),
        fresh.sets("num_tickets", -1).raises(MISUSE, exception="ValueError"),
        fresh.sets("num_tickets", None).raises(MISUSE, exception="TypeError"),
        fresh.has("num_tickets").gives(3),
        _client(subject),
        fresh.sets("num_tickets", 1).raises(MISUSE, exception="ValueError"),
    ]


def _is_a_switch(subject: Actor, attribute: str, *, at_first: bool):
    """A bool that is what it was set to."""
    switch = subject.thing("fresh")
    return [
        switch.has(attribute).gives(at_first),
        switch.sets(attribute, not at_first),
        switch.has(attribute).gives(not at_first),
        switch.sets(attribute, at_first),
        switch.has(attribute).gives(at_first),
    ]


@module_scenario("python:context:common-name")
def common_names_count_until_told_otherwise(subject):
    """The attribute hostname_checks_common_name is True at first, and what it was set to."""
    return [_client(subject), *_is_a_switch(subject, "hostname_checks_common_name", at_first=True)]


@module_scenario("python:context:post-handshake-auth")
def authentication_after_the_handshake_is_off(subject):
    """The attribute post_handshake_auth is False at first, and what it was set to."""
    return [_client(subject), *_is_a_switch(subject, "post_handshake_auth", at_first=False)]


@module_scenario("python:context:sni-callback")
def a_name_callback_is_what_it_was_set_to(subject):
    """The attribute sni_callback is None, a callable that was set, the old function's, and None again."""
    fresh, one, other = subject.thing("fresh"), subject.thing("one"), subject.thing("other")
    return [
        _server(subject),
        fresh.has("sni_callback").gives(None),
        subject.does(callback()).keeps("one"),
        subject.does(callback()).keeps("other"),
        fresh.sets("sni_callback", one),
        subject.does(same(fresh.has("sni_callback"), one)).gives(True),
        fresh.calls("set_servername_callback", other).gives(None),
        subject.does(py("callable", fresh.has("sni_callback"))).gives(True),
        fresh.sets("sni_callback", None),
        fresh.has("sni_callback").gives(None),
    ]


@module_scenario("python:context:sni-callback-refused")
def a_name_callback_can_be_called(subject):
    """What cannot be called is a TypeError when it is set, not a failure when somebody connects."""
    fresh = subject.thing("fresh")
    return [
        _server(subject),
        fresh.sets("sni_callback", 4).raises(MISUSE, exception="TypeError"),
        fresh.sets("sni_callback", "name").raises(MISUSE, exception="TypeError"),
        fresh.calls("set_servername_callback", 4).raises(MISUSE, exception="TypeError"),
        fresh.has("sni_callback").gives(None),
    ]


# -- what it tells ------------------------------------------------------------------------------------------


@module_scenario("python:context:security-level")
def the_security_level_is_told(subject):
    """The attribute security_level is an integer that cannot be set."""
    fresh = subject.thing("fresh")
    return [
        _client(subject),
        fresh.has("security_level").returns(int),
        fresh.sets("security_level", 0).raises(FOREIGN, exception="AttributeError"),
    ]


@module_scenario("python:context:session-stats")
def a_new_context_has_seen_no_session(subject):
    """session_stats() maps names to numbers; before the first connection hits, misses and all are 0."""
    stats = subject.thing("stats")
    return [
        _client(subject),
        subject.thing("fresh").calls("session_stats").keeps("stats"),
        *(
            subject.does(py("operator.getitem", stats, name)).gives(0)
            for name in ("number", "connect", "accept", "hits", "misses", "timeouts")
        ),
        subject.does(py("sum", stats.calls("values"))).gives(0),
    ]


@module_scenario("python:context:dh-params")
def parameters_come_from_a_file(subject):
    """load_dh_params() of a file that is not there is FileNotFoundError, of one without any SSLError."""
    fresh = subject.thing("fresh")
    return [
        _server(subject),
        fresh.calls("load_dh_params", "no such file.pem").raises(
            OS_ERROR, exception="FileNotFoundError", errno=2
        ),
        fresh.calls("load_dh_params", None).raises(MISUSE, exception="TypeError"),
        fresh.calls("load_dh_params", chain_file("ecdsa")).raises(
            PROTOCOL_ERROR, exception="SSLError", library="PEM", reason="NO_START_LINE"
        ),
    ]


@module_scenario("python:context:ecdh-curve")
def curves_have_names(subject):
    """set_ecdh_curve() takes the name of a curve there is; another is a ValueError, a number a TypeError."""
    fresh = subject.thing("fresh")
    return [
        _server(subject),
        fresh.calls("set_ecdh_curve", "prime256v1").gives(None),
        fresh.calls("set_ecdh_curve", "no such curve").raises(MISUSE, exception="ValueError"),
        fresh.calls("set_ecdh_curve", 5).raises(MISUSE, exception="TypeError"),
    ]


def _agrees_on(subject: Actor, peer: Actor, where: str) -> list[Step]:
    """A server that was given one curve agrees on that, and not on the one its client likes best."""
    return [
        subject.context.calls("set_ecdh_curve", "secp384r1"),
        reconnect(),
        handshake(subject, peer),
        subject.sends(f"{where}.group == secp384r1"),
        subject.continues(),
    ]


@scenario(
    "python:context:ecdh-curve:used",
    drivers="bio socket-nonblocking",
    roles="server",
    tls="1.2",
    peers="tlslite",
    sweep="none",
)
def tls12_the_curve_that_was_set_is_used(subject, peer):
    """ServerKeyExchange is of the curve that set_ecdh_curve() has named."""
    return _agrees_on(subject, peer, "server_key_exchange")


@scenario(
    "python:context:ecdh-curve:used",
    drivers="bio socket-nonblocking",
    roles="server",
    tls="1.3",
    peers="tlslite",
    sweep="none",
)
def tls13_the_curve_that_was_set_is_used(subject, peer):
    """The share of a ServerHello is of the curve that set_ecdh_curve() has named, asked for if need be."""
    return _agrees_on(subject, peer, "server_hello.extensions[key_share]")
