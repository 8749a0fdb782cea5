"""Callbacks: what the server's name callback is given, how often it is called, and what it may do.

Its return values and exceptions are in `negotiation` too; here is what it sees and what it changes. The
callback notes its calls: `callback.calls` is a list of tuples.
"""

from harness.scenario import (
    MISUSE,
    PROTOCOL_ERROR,
    Act,
    Actor,
    Step,
    Thing,
    callback,
    certificate,
    chain_file,
    handshake,
    key_file,
    py,
    reconnect,
    scenario,
    together,
)

_INTERNATIONAL = "pyth\u00f6n.org"
_A_LABEL = "xn--pythn-mua.org"


def _item(of: object, *path: object) -> object:
    """What stands in `of` under each key of `path` in turn."""
    for key in path:
        of = py("operator.getitem", of, key)
    return of


def _watched(subject: Actor, **does: object) -> list[Step]:
    """The subject's context has a name callback, kept as `noted`; the connection after that is judged."""
    return [
        subject.does(callback(**does)).keeps("noted"),  # type: ignore[arg-type]  # as callback() takes them
        subject.context.sets("sni_callback", subject.thing("noted")),
        reconnect(),
    ]


def _times(subject: Actor, count: int, noted: str = "noted") -> Act:
    """How often the callback was called."""
    return subject.does(py("len", subject.thing(noted).has("calls"))).gives(count)


def _given(subject: Actor, place: int) -> object:
    """An argument of its first call."""
    return _item(subject.thing("noted").has("calls"), 0, place)


def _talk(one: Actor, other: Actor) -> list[Step]:
    return [
        together(one.writes(b"to"), other.reads_exactly(b"to")),
        together(other.writes(b"fro"), one.reads_exactly(b"fro")),
    ]


# -- what it is given ---------------------------------------------------------------------------------------


@scenario("python:sni:arguments", drivers="bio sockets", roles="server", peers="honest", sweep="none")
def the_callback_gets_connection_name_and_context(subject, peer):
    """The callback gets the connection itself, the name as text, and the context it was registered on."""
    return [
        *_watched(subject),
        handshake(subject, peer),
        subject.does(py("len", _item(subject.thing("noted").has("calls"), 0))).gives(3),
        subject.does(py("operator.is_", _given(subject, 0), subject.connection)).gives(True),
        subject.does(_given(subject, 1)).gives("localhost"),
        subject.does(py("operator.is_", _given(subject, 2), subject.context)).gives(True),
        *_talk(subject, peer),
    ]


@scenario("python:sni:once", drivers="bio sockets", roles="server", peers="honest", sweep="none")
def the_callback_is_called_once(subject, peer):
    """The callback is called once for a handshake, and not for the data behind it."""
    return [
        *_watched(subject),
        handshake(subject, peer),
        _times(subject, 1),
        *_talk(subject, peer),
        _times(subject, 1),
        reconnect(),
        handshake(subject, peer),
        _times(subject, 2),
    ]


@scenario("python:sni:no-name", drivers="bio sockets", roles="server", peers="honest", sweep="none")
def the_callback_is_called_for_nobody(subject, peer):
    """A client without a name is told to the callback as None: it may have a default to choose."""
    return [
        *_watched(subject),
        peer.configured(server_name=None),
        handshake(subject, peer),
        _times(subject, 1),
        subject.does(_given(subject, 1)).gives(None),
    ]


@scenario("python:sni:a-label", drivers="bio sockets", roles="server", peers="honest", sweep="none")
def the_callback_gets_international_names_in_ascii(subject, peer):
    """An international name is given to the callback as its A-label, the form in which names compare."""
    return [
        *_watched(subject),
        peer.configured(server_name=_INTERNATIONAL, verify="no"),
        handshake(subject, peer),
        subject.does(_given(subject, 1)).gives(_A_LABEL),
    ]


@scenario("python:sni:legacy", drivers="bio sockets", roles="server", peers="honest", sweep="none")
def the_old_callback_gets_international_names_decoded(subject, peer):
    """set_servername_callback()'s function gets the U-label: its tables hold names as people write them."""
    return [
        subject.does(callback()).keeps("noted"),
        subject.context.calls("set_servername_callback", subject.thing("noted")),
        reconnect(),
        peer.configured(server_name=_INTERNATIONAL, verify="no"),
        handshake(subject, peer),
        subject.does(_given(subject, 1)).gives(_INTERNATIONAL),
    ]


@scenario("python:sni:legacy", drivers="bio sockets", roles="server", peers="honest", sweep="none")
def the_old_callback_is_called_all_the_same(subject, peer):
    """set_servername_callback() registers a function for plain names, and None takes it away again."""
    return [
        subject.does(callback()).keeps("noted"),
        subject.context.calls("set_servername_callback", subject.thing("noted")),
        reconnect(),
        handshake(subject, peer),
        _times(subject, 1),
        subject.does(_given(subject, 1)).gives("localhost"),
        subject.context.calls("set_servername_callback", None),
        reconnect(),
        handshake(subject, peer),
        _times(subject, 1),
        subject.context.calls("set_servername_callback", 5).raises(MISUSE, exception="TypeError"),
    ]


@scenario("python:sni:one-at-a-time", drivers="bio sockets", roles="server", peers="honest", sweep="none")
def only_the_last_callback_counts(subject, peer):
    """A context has one callback: a second takes the first one's place, and None takes it away."""
    return [
        *_watched(subject),
        subject.does(callback()).keeps("second"),
        subject.context.sets("sni_callback", subject.thing("second")),
        reconnect(),
        handshake(subject, peer),
        _times(subject, 0),
        _times(subject, 1, "second"),
        subject.context.sets("sni_callback", None),
        subject.context.has("sni_callback").gives(None),
        reconnect(),
        handshake(subject, peer),
        _times(subject, 1, "second"),
    ]


@scenario("python:sni:one-at-a-time", drivers="bio sockets", roles="server", peers="honest", sweep="none")
def the_old_callback_takes_the_place_of_the_new_one(subject, peer):
    """set_servername_callback() and sni_callback set one callback: whichever was set last is called."""
    return [
        *_watched(subject),
        subject.does(callback()).keeps("second"),
        subject.context.calls("set_servername_callback", subject.thing("second")),
        reconnect(),
        handshake(subject, peer),
        _times(subject, 0),
        _times(subject, 1, "second"),
        subject.context.sets("sni_callback", subject.thing("noted")),
        reconnect(),
        handshake(subject, peer),
        _times(subject, 1),
        _times(subject, 1, "second"),
    ]


@scenario("python:sni:set", drivers="module", roles="server", tls="1.3", peers="honest", sweep="none")
def only_a_function_can_be_called(subject):
    """What cannot be called is a TypeError when it is set, not in the middle of a handshake."""
    return [
        subject.context.has("sni_callback").gives(None),
        *(
            subject.context.sets("sni_callback", wrong).raises(MISUSE, exception="TypeError")
            for wrong in (5, "text", b"", ())
        ),
        subject.context.has("sni_callback").gives(None),
    ]


@scenario("python:sni:set", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none")
def a_client_context_takes_no_name_callback(subject):
    """A client never gets a name to choose by: its context refuses the callback with ValueError."""
    return [
        subject.does(callback()).keeps("noted"),
        subject.context.sets("sni_callback", subject.thing("noted")).raises(MISUSE, exception="ValueError"),
    ]


# -- what it does -------------------------------------------------------------------------------------------


def _other_context(subject: Actor) -> list[Step]:
    """A server's context with the RSA certificate, where the connections' own has ECDSA."""
    return [
        subject.ssl.calls("SSLContext", subject.ssl.has("PROTOCOL_TLS_SERVER")).keeps("other"),
        subject.thing("other").calls("load_cert_chain", chain_file("rsa"), key_file("rsa")),
    ]


def _switches(subject: Actor) -> object:
    """In the callback: the connection's context is set to `other`."""
    return py("setattr", _item(Thing(subject.side, "arguments"), 0), "context", subject.thing("other"))


@scenario("python:sni:switch", drivers="bio sockets", roles="server", peers="honest", sweep="none")
def the_callback_chooses_the_certificate(subject, peer):
    """A context set in the callback serves its certificate; that is how one address hosts many names.

    The connection tells the new context from then on, and the next connection begins with the old one.
    """
    return [
        *_other_context(subject),
        *_watched(subject, does=[_switches(subject)]),
        handshake(subject, peer),
        peer.tells("peer_certificate").gives(certificate("rsa")),
        subject.does(py("operator.is_", subject.connection.has("context"), subject.thing("other"))).gives(
            True
        ),
        *_talk(subject, peer),
        subject.context.sets("sni_callback", None),
        reconnect(),
        handshake(subject, peer),
        peer.tells("peer_certificate").gives(certificate("ecdsa")),
        subject.does(py("operator.is_", subject.connection.has("context"), subject.context)).gives(True),
    ]


# The docs promise a certificate chain: that protocols are chosen by the new context too is not said.
@scenario("python:sni:switch-alpn", drivers="bio sockets", roles="server", peers="honest", sweep="none")
def the_callback_chooses_the_protocols(subject, peer):
    """A context set in the callback brings its application protocols with its certificate."""
    return [
        *_other_context(subject),
        subject.thing("other").calls("set_alpn_protocols", ["h2"]),
        *_watched(subject, does=[_switches(subject)]),
        peer.configured(alpn=("spdy/3", "h2")),
        handshake(subject, peer),
        subject.connection.calls("selected_alpn_protocol").gives("h2").or_gives(None),
        peer.tells("alpn").gives("h2").or_gives(None),
    ]


def _retried(subject: Actor, peer: Actor, *settings: Step) -> list[Step]:
    """A client without key shares, which has to send a second ClientHello; the first brings `other`."""
    return [
        peer.configured(shares=()),
        *_other_context(subject),
        *settings,
        *_watched(subject, does=[_switches(subject)]),
        handshake(subject, peer),
        subject.sends("hello_retry_request"),
        _times(subject, 1),
        subject.does(py("operator.is_", subject.connection.has("context"), subject.thing("other"))).gives(
            True
        ),
    ]


@scenario("python:sni:retry", drivers="bio sockets", roles="server", tls="1.3", peers="tlslite", sweep="none")
def tls13_the_new_contexts_callback_hears_the_second_hello(subject, peer):
    """After a HelloRetryRequest the context set in the callback is in charge: its own callback is called."""
    settings = (
        subject.does(callback()).keeps("second"),
        subject.thing("other").sets("sni_callback", subject.thing("second")),
    )
    return [*_retried(subject, peer, *settings), _times(subject, 1, "second")]


@scenario("python:sni:again", drivers="bio sockets", roles="server", tls="1.3", peers="tlslite", sweep="none")
def tls13_the_first_callback_does_not_hear_the_second_hello(subject, peer):
    """A callback that has set another context is not called again, though the new one has none."""
    return _retried(subject, peer)


@scenario("python:sni:inside", drivers="bio sockets", roles="server", peers="honest", sweep="none")
def the_callback_may_ask_the_connection(subject, peer):
    """In the callback selected_alpn_protocol() and context can be asked, as the docs say, and do no harm."""
    connection = _item(Thing(subject.side, "arguments"), 0)
    return [
        subject.does(py("list", ())).keeps("seen"),
        *_watched(
            subject,
            does=[
                subject.thing("seen").calls("append", py("getattr", connection, "context")),
                subject.thing("seen").calls("append", py("getattr", connection, "server_side")),
                subject.connection.calls("selected_alpn_protocol"),
            ],
        ),
        handshake(subject, peer),
        subject.does(py("operator.is_", _item(subject.thing("seen"), 0), subject.context)).gives(True),
        subject.does(_item(subject.thing("seen"), 1)).gives(True),
        _times(subject, 1),
    ]


@scenario(
    "python:ssl.sni_callback:exception", drivers="bio sockets", roles="server", peers="honest", sweep="none"
)
def a_callback_cannot_end_the_program(subject, peer):
    """SystemExit out of a callback refuses the client like any exception; the server's call says SSLError."""
    return [
        *_watched(subject, raises="SystemExit"),
        together(
            subject.handshakes().raises(PROTOCOL_ERROR, exception="SSLError", errno=1),
            peer.handshakes().raises(PROTOCOL_ERROR, alert="handshake_failure"),
        ),
        subject.tells("version").gives(None),
        reconnect(),
        _times(subject, 1),
    ]


@scenario("python:sni:every-alert", drivers="bio sockets", roles="server", peers="honest", sweep="none")
def every_alert_the_callback_returns_is_sent(subject, peer):
    """Whichever ALERT_DESCRIPTION the callback returns is the one the client is refused with."""
    return [
        step
        for name in ("unrecognized_name", "handshake_failure", "certificate_unknown", "internal_error")
        for step in (
            *_watched(subject, returns=subject.ssl.has(f"AlertDescription.ALERT_DESCRIPTION_{name.upper()}")),
            together(
                subject.handshakes().raises(PROTOCOL_ERROR, exception="SSLError"),
                peer.handshakes().raises(PROTOCOL_ERROR, alert=name),
            ),
            reconnect(),
        )
    ]


# -- protocols ----------------------------------------------------------------------------------------------


@scenario("python:alpn:form", drivers="bio sockets", peers="honest", sweep="none")
def the_protocol_is_text_and_told_after_the_handshake(subject, peer):
    """selected_alpn_protocol() is None until the handshake is done, then the protocol as str."""
    asked = subject.connection.calls("selected_alpn_protocol")
    return [
        subject.configured(alpn=("h2", "http/1.1")),
        peer.configured(alpn=("h2",)),
        asked.gives(None),
        handshake(subject, peer),
        asked.gives("h2"),
        *_talk(subject, peer),
        asked.gives("h2"),
    ]


@scenario("python:alpn:each-its-own", drivers="bio sockets", roles="server", peers="honest", sweep="none")
def every_connection_negotiates_its_own_protocol(subject, peer):
    """A protocol is a connection's, not its context's: the next client may have another, or none."""
    return [
        subject.configured(alpn=("h2", "http/1.1")),
        *(
            step
            for offered, selected in ((("h2",), "h2"), (("http/1.1",), "http/1.1"), ((), None))
            for step in (
                peer.configured(alpn=offered),
                handshake(subject, peer),
                subject.connection.calls("selected_alpn_protocol").gives(selected),
                reconnect(),
            )
        ),
    ]


@scenario("python:alpn:set", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none")
def a_protocol_name_has_1_to_255_bytes(subject):
    """Names that are empty, too long, or no ASCII text are refused when set; names of 255 bytes are not."""
    sets = subject.context.calls
    return [
        sets("set_alpn_protocols", ["h2", ""]).raises(PROTOCOL_ERROR, MISUSE),
        sets("set_alpn_protocols", ["x" * 256]).raises(PROTOCOL_ERROR, MISUSE),
        sets("set_alpn_protocols", ["\u00e9"]).raises(MISUSE),
        sets("set_alpn_protocols", [b"h2"]).raises(MISUSE),
        sets("set_alpn_protocols", ["x" * 255]).gives(None),
        sets("set_alpn_protocols", []).gives(None),
    ]
