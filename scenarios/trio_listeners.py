"""trio's SSLListener: the streams that it accepts are servers, as it was told to make them."""

from harness.scenario import (
    FOREIGN,
    OS_ERROR,
    RAGGED_EOF,
    Actor,
    Configure,
    handshake,
    scenario,
)


def _accepting(subject: Actor, **options: object) -> Configure:
    """The subject's stream is one that a listener gives."""
    return subject.configured(entrance="accept", **options)


@scenario("trio:listener", drivers="trio", roles="server", peers="honest tlslite", sweep="none")
def an_accepted_stream_is_a_server(subject, peer):
    """accept() gives an SSLStream for the server's side and leaves the handshake to whoever uses it."""
    return [
        _accepting(subject),
        subject.connection.has("server_side").gives(True),
        subject.connection.has("version").raises(FOREIGN, exception="NeedHandshakeError"),
        handshake(subject, peer),
        subject.continues(),
    ]


@scenario("trio:listener:https_compatible", drivers="trio", roles="server", peers="honest tlslite")
def a_cut_is_an_end_for_https(subject, peer):
    """A stream of an SSLListener with https_compatible reads b"" where a client ends without an alert."""
    return [
        _accepting(subject, https_compatible=True),
        handshake(subject, peer),
        peer.writes(b"GET /"),
        peer.cuts_wire(),
        subject.reads(100).gives(b"GET /"),
        subject.connection.calls("receive_some", 100).gives(b""),
    ]


@scenario(
    "trio:listener:https_compatible", drivers="trio", roles="server", peers="honest tlslite", sweep="none"
)
def https_is_closed_without_an_alert(subject, peer):
    """A stream of an SSLListener with https_compatible is closed without a closure alert."""
    return [
        _accepting(subject, https_compatible=True),
        handshake(subject, peer),
        subject.writes(b"bye"),
        subject.drops(),
        peer.reads(100).gives(b"bye"),
        peer.reads(100).raises(RAGGED_EOF),
    ]


@scenario("trio:listener:https_compatible", drivers="trio", roles="server", peers="honest tlslite")
def a_cut_breaks_what_is_not_https(subject, peer):
    """Without https_compatible a stream of an SSLListener is broken by a cut, and closed with an alert."""
    return [
        _accepting(subject),
        handshake(subject, peer),
        peer.cuts_wire(),
        subject.reads(100).raises(RAGGED_EOF, exception="BrokenResourceError"),
        subject.connection.calls("send_all", b"late").raises(OS_ERROR, exception="BrokenResourceError"),
    ]


@scenario("trio:listener:aclose", drivers="trio", roles="server", peers="honest tlslite", sweep="none")
def a_closed_listener_leaves_its_streams(subject, peer):
    """aclose() of an SSLListener closes the listener below it, and no stream that it has given."""
    listener = subject.thing("listener")
    return [
        _accepting(subject),
        handshake(subject, peer),
        listener.calls("aclose").gives(None),
        listener.has("transport_listener.closed").gives(True),
        subject.continues(),
    ]
