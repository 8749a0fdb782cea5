"""anyio's TLSStream, on either backend: the promises of its own, beyond those every face of TLS makes."""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    FOREIGN,
    MISUSE,
    OS_ERROR,
    PROTOCOL_ERROR,
    RAGGED_EOF,
    READ,
    Act,
    Actor,
    callback,
    handshake,
    payload,
    py,
    same,
    scenario,
    together,
)

_BROKEN = "BrokenResourceError"
_CLOSED = "ClosedResourceError"


def _extra(subject: Actor, name: str) -> Act:
    """One of the stream's attributes."""
    return subject.connection.calls("extra", subject.thing("layer").has(f"TLSAttribute.{name}"))


@scenario("anyio:receive:size", drivers="anyio", peers="honest tlslite", sweep="none")
def a_read_of_nothing_is_refused(subject, peer):
    """receive(0) raises ValueError, whether or not data waits, and takes nothing."""
    return [
        handshake(subject, peer),
        subject.reads(0).raises(MISUSE, exception="ValueError"),
        peer.writes(b"data"),
        subject.reads(0).raises(MISUSE, exception="ValueError"),
        subject.reads(-1).raises(MISUSE, exception="ValueError"),
        subject.reads(100).gives(b"data"),
    ]


@scenario("anyio:receive:size", drivers="anyio", peers="honest tlslite")
def a_read_gives_no_more_than_asked_for(subject, peer):
    """Data of one record in pieces of the asked size, in order."""
    return [
        handshake(subject, peer),
        peer.writes(b"abcdef"),
        subject.connection.calls("receive", 2).gives(b"ab"),
        subject.connection.calls("receive", max_bytes=3).gives(b"cde"),
        subject.connection.calls("receive").gives(b"f"),
    ]


@scenario("anyio:send", drivers="anyio", peers="honest tlslite")
def everything_is_sent(subject, peer):
    """send() gives None once everything was sent, in as many records as it takes."""
    data = payload(100_000)
    return [
        handshake(subject, peer),
        together(subject.connection.calls("send", data).gives(None), peer.reads_exactly(data)),
    ]


@scenario("anyio:send", drivers="anyio", peers="honest tlslite")
def nothing_sent_is_nothing(subject, peer):
    """send(b"") ends nothing: OpenSSL takes an empty write for something else."""
    return [
        handshake(subject, peer),
        subject.connection.calls("send", b"").gives(None),
        subject.writes(b"after"),
        peer.reads(100).gives(b"after"),
    ]


@scenario("anyio:send_eof", drivers="anyio", peers="honest tlslite", sweep="none")
def there_is_no_half_close(subject, peer):
    """send_eof() raises NotImplementedError, and the stream goes on."""
    return [
        handshake(subject, peer),
        subject.connection.calls("send_eof").raises(FOREIGN, exception="NotImplementedError"),
        subject.writes(b"after"),
        peer.reads(100).gives(b"after"),
    ]


@scenario("anyio:eof:clean", drivers="anyio", peers="honest tlslite")
def the_end_is_end_of_stream(subject, peer):
    """Behind the closure alert receive() raises EndOfStream each time, whatever the wire does then."""
    end = subject.connection.calls("receive", 10).raises(FOREIGN, exception="EndOfStream")
    return [
        handshake(subject, peer),
        peer.writes(b"all"),
        peer.closes().anything(),
        subject.reads(100).gives(b"all"),
        end,
        peer.cuts_wire(),
        end,
    ]


@scenario(
    "anyio:eof:ragged", "rfc8446:6.1:truncation", drivers="anyio", peers="honest tlslite", sweep="benign"
)
def a_cut_breaks_the_stream(subject, peer):
    """A wire cut without a closure alert raises BrokenResourceError, caused by SSLEOFError."""
    return [
        handshake(subject, peer),
        peer.writes(b"half a mess"),
        peer.cuts_wire(),
        subject.reads(100).gives(b"half a mess"),
        subject.reads(100).raises(RAGGED_EOF, exception=_BROKEN),
    ]


@scenario("anyio:eof:ragged", "rfc8446:6.1:truncation", drivers="anyio", peers="honest tlslite", sweep="none")
def a_cut_stays_a_cut(subject, peer):
    """After one BrokenResourceError a read raises another: the cut never becomes a clean end."""
    return [
        handshake(subject, peer),
        peer.cuts_wire(),
        subject.reads(100).raises(RAGGED_EOF, exception=_BROKEN),
        subject.reads(100).raises(RAGGED_EOF, OS_ERROR, exception=_BROKEN),
    ]


@scenario("anyio:broken", drivers="anyio", peers="honest tlslite", sweep="none")
def a_reset_breaks_the_stream(subject, peer):
    """A transport that breaks is a BrokenResourceError, also for the one who sends."""
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.writes(b"never to be read"),
        peer.resets_wire(),
        subject.reads(100).raises(OS_ERROR, exception=_BROKEN),
        subject.writes_once(b"more").raises(OS_ERROR, exception=_BROKEN),
    ]


@scenario("anyio:not-standard:eof", drivers="anyio", peers="honest tlslite")
def a_cut_is_the_end_where_the_standard_is_left(subject, peer):
    """Without standard_compatible a cut is EndOfStream; the protocol above tells whether that was all."""
    return [
        subject.configured(https_compatible=True),
        handshake(subject, peer),
        peer.writes(b"<html>"),
        peer.cuts_wire(),
        subject.reads(100).gives(b"<html>"),
        subject.connection.calls("receive", 100).raises(FOREIGN, exception="EndOfStream"),
    ]


@scenario("anyio:not-standard:aclose", drivers="anyio", peers="honest tlslite", sweep="none")
def closing_without_the_standard_sends_no_alert(subject, peer):
    """Without standard_compatible aclose() ends the wire, and no closure alert goes before."""
    return [
        subject.configured(https_compatible=True),
        handshake(subject, peer),
        subject.writes(b"bye"),
        subject.drops(),
        peer.reads(100).gives(b"bye"),
        peer.reads(100).raises(RAGGED_EOF),
    ]


@scenario("anyio:aclose", "rfc8446:6.1:close_notify", drivers="anyio", peers="honest tlslite")
def aclose_is_the_closing_handshake(subject, peer):
    """aclose() sends the closure alert, waits for the other one, and closes the transport."""
    return [
        handshake(subject, peer),
        subject.drops().wants(READ),
        peer.reads(100).ends(),
        peer.closes(),
        subject.drops().gives(None),
        subject.thing("wire").has("closed").gives(True),
    ]


@scenario("anyio:aclose", drivers="anyio", peers="honest tlslite", sweep="none")
def aclose_answers_a_closure_alert(subject, peer):
    """Where the other end has closed first, aclose() answers it and is over at once."""
    return [
        handshake(subject, peer),
        peer.closes().anything(),
        subject.drops().gives(None),
        peer.closes(),
    ]


@scenario("anyio:aclose:forced", drivers="anyio", peers="honest tlslite", sweep="none")
def a_failed_closing_handshake_closes_too(subject, peer):
    """aclose() of a connection that was cut says so, and leaves no transport open."""
    return [
        handshake(subject, peer),
        peer.cuts_wire(),
        subject.drops().raises(RAGGED_EOF, OS_ERROR, exception=_BROKEN),
        subject.thing("wire").has("closed").gives(True),
    ]


@scenario("anyio:aclose:forced", drivers="anyio", peers="honest tlslite", sweep="none")
def aclose_closes_though_the_transport_is_broken(subject, peer):
    """aclose() of a stream whose transport has broken leaves no transport open."""
    return [
        handshake(subject, peer),
        peer.resets_wire(),
        subject.reads(100).raises(OS_ERROR, exception=_BROKEN),
        subject.drops().anything(),
        subject.thing("wire").has("closed").gives(True),
    ]


@scenario("anyio:closed", drivers="anyio", peers="honest tlslite", sweep="none")
def a_closed_stream_is_closed(subject, peer):
    """After aclose() receiving and sending raise ClosedResourceError."""
    return [
        handshake(subject, peer),
        peer.closes().anything(),
        subject.drops(),
        subject.reads(100).raises(OS_ERROR, exception=_CLOSED),
        subject.writes_once(b"late").raises(OS_ERROR, exception=_CLOSED),
    ]


@scenario("anyio:unwrap", drivers="anyio", peers="honest tlslite", sweep="none")
def unwrap_gives_what_lies_behind(subject, peer):
    """unwrap() gives the transport and what it has read of the clear bytes behind the closure alert."""
    left = subject.thing("left")
    rest = py("bytes", subject.thing("transport").has("received"))
    return [
        handshake(subject, peer),
        peer.closes().anything(),
        peer.sends_raw(b"in clear"),
        peer.cuts_wire(),
        subject.reads(100).ends(),
        subject.connection.calls("unwrap").keeps("left"),
        left.calls("__getitem__", 0).keeps("transport"),
        subject.does(same(py("operator.add", left.calls("__getitem__", 1), rest), b"in clear")),
    ]


@scenario("anyio:attributes", drivers="anyio", peers="honest tlslite", sweep="none")
def attributes_tell_of_the_connection(subject, peer):
    """The typed attributes say what the SSLObject says, and that the standard is kept."""
    facts = {
        "tls_version": "version",
        "alpn_protocol": "selected_alpn_protocol",
        "cipher": "cipher",
        "peer_certificate": "getpeercert",
    }
    known = subject.thing("known")
    return [
        handshake(subject, peer),
        _extra(subject, "ssl_object").keeps("known"),
        *[subject.does(same(_extra(subject, fact), known.calls(method))) for fact, method in facts.items()],
        subject.does(same(_extra(subject, "server_side"), known.has("server_side"))),
        subject.does(same(_extra(subject, "peer_certificate_binary"), known.calls("getpeercert", True))),
        _extra(subject, "standard_compatible").gives(True),
    ]


@scenario("anyio:attributes:own", drivers="anyio", peers="honest tlslite", sweep="none")
def attributes_of_tls_in_tls_are_the_inner_ones(subject, peer):
    """Over a stream that has the same attributes the stream tells its own, and hands on what it has not."""
    below, layer = subject.thing("wire").has("extra_attributes"), subject.thing("layer")
    own = ("alpn_protocol", "cipher", "peer_certificate", "server_side", "ssl_object", "tls_version")
    known = subject.thing("known")
    told = [
        subject.does(py("operator.setitem", below, layer.has(f"TLSAttribute.{name}"), callback("below")))
        for name in (*own, "peer_certificate_binary", "shared_ciphers", "standard_compatible")
    ]
    return [
        *told,
        subject.does(py("operator.setitem", below, "remote_port", callback(443))),
        handshake(subject, peer),
        *[subject.does(py("operator.ne", _extra(subject, name), "below")).gives(True) for name in own],
        _extra(subject, "ssl_object").keeps("known"),
        subject.does(same(_extra(subject, "peer_certificate_binary"), known.calls("getpeercert", True))),
        subject.does(same(_extra(subject, "tls_version"), known.calls("version"))),
        _extra(subject, "standard_compatible").gives(True),
        subject.connection.calls("extra", "remote_port").gives(443),
    ]


@scenario("anyio:not-standard:errors", drivers="anyio", peers="tlslite", sweep="none")
def a_bad_record_is_no_end_either(subject, peer):
    """Without standard_compatible a record that does not verify is an error, and no EndOfStream."""
    return [
        subject.configured(https_compatible=True),
        handshake(subject, peer),
        peer.writes(b"good"),
        peer.sends_raw(bytes.fromhex("1703030040") + payload(64, "forged")),
        subject.reads(100).gives(b"good"),
        subject.reads(100).raises(PROTOCOL_ERROR),
    ]


@scenario("anyio:not-standard:errors", drivers="anyio", peers="tlslite", sweep="none")
def a_fatal_alert_is_no_end_either(subject, peer):
    """Without standard_compatible a fatal alert is an error, and no EndOfStream."""
    return [
        subject.configured(https_compatible=True),
        handshake(subject, peer),
        peer.injects("alert(fatal, internal_error)"),
        subject.reads(100).raises(PROTOCOL_ERROR),
    ]


@scenario("anyio:not-standard:errors", drivers="anyio", roles="client", peers="honest tlslite", sweep="none")
def a_refused_certificate_is_no_end_either(subject, peer):
    """Without standard_compatible wrap() raises ssl's error all the same where a certificate is refused."""
    return [
        subject.configured(https_compatible=True, trust="nothing"),
        together(subject.handshakes().raises(CERTIFICATE_REJECTED), peer.handshakes().anything()),
    ]


@scenario("rfc8446:6.2:fatal", drivers="anyio", roles="client", peers="honest tlslite", sweep="none")
def a_refusal_is_told_at_the_latest_by_aclose(subject, peer):
    """A client that refuses a certificate, and then closes, tells the server why: unknown_ca."""
    refusing = [subject.handshakes().raises(CERTIFICATE_REJECTED), subject.drops().anything()]
    return [
        subject.configured(trust="nothing"),
        together(refusing, peer.handshakes().raises(PROTOCOL_ERROR, alert="unknown_ca")),
    ]
