"""trio's SSLStream: the promises of its own, beyond those that every face of TLS makes."""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    FOREIGN,
    MISUSE,
    OS_ERROR,
    PROTOCOL_ERROR,
    RAGGED_EOF,
    READ,
    handshake,
    in_turn,
    payload,
    py,
    same,
    scenario,
    together,
)

_BROKEN = "BrokenResourceError"
_CLOSED = "ClosedResourceError"
_FACTS = ("version", "cipher", "getpeercert", "selected_alpn_protocol", "shared_ciphers", "session_reused")


@scenario("trio:receive_some:size", drivers="trio", peers="honest tlslite", sweep="none")
def a_read_of_nothing_is_refused(subject, peer):
    """receive_some(0) raises ValueError, whether or not data waits, and takes nothing."""
    return [
        handshake(subject, peer),
        subject.reads(0).raises(MISUSE, exception="ValueError"),
        peer.writes(b"data"),
        subject.reads(0).raises(MISUSE, exception="ValueError"),
        subject.reads(-1).raises(MISUSE, exception="ValueError"),
        subject.reads(100).gives(b"data"),
    ]


@scenario("trio:receive_some:size", drivers="trio", peers="honest tlslite")
def a_read_gives_no_more_than_asked_for(subject, peer):
    """Data of one record in pieces of the asked size, in order."""
    return [
        handshake(subject, peer),
        peer.writes(b"abcdef"),
        subject.connection.calls("receive_some", 2).gives(b"ab"),
        subject.connection.calls("receive_some", max_bytes=3).gives(b"cde"),
        subject.connection.calls("receive_some").gives(b"f"),
    ]


@scenario("trio:receive_some:any", drivers="trio", peers="honest tlslite")
def a_read_of_what_there_is(subject, peer):
    """receive_some() gives a whole small record at once."""
    return [
        handshake(subject, peer),
        peer.writes(b"all of it"),
        subject.connection.calls("receive_some").gives(b"all of it"),
    ]


@scenario("trio:send_all", drivers="trio", peers="honest tlslite")
def nothing_sent_is_nothing(subject, peer):
    """send_all(b"") sends no record and ends nothing: OpenSSL takes an empty write for something else."""
    return [
        handshake(subject, peer),
        subject.connection.calls("send_all", b"").gives(None),
        subject.writes(b"after"),
        peer.reads(100).gives(b"after"),
    ]


@scenario("trio:send_all", drivers="trio", peers="honest tlslite")
def everything_is_sent(subject, peer):
    """send_all gives None once everything was sent, in as many records as it takes."""
    data = payload(100_000)
    return [
        handshake(subject, peer),
        together(subject.connection.calls("send_all", data).gives(None), peer.reads_exactly(data)),
    ]


@scenario("trio:do_handshake", drivers="trio", peers="honest tlslite")
def a_second_handshake_is_none(subject, peer):
    """do_handshake() after the handshake does nothing, and disturbs nothing."""
    return [
        handshake(subject, peer),
        subject.connection.calls("do_handshake").gives(None),
        peer.writes(b"data"),
        subject.reads(100).gives(b"data"),
        subject.connection.calls("do_handshake").gives(None),
    ]


@scenario("trio:do_handshake", drivers="trio", peers="honest tlslite")
def receiving_does_the_handshake(subject, peer):
    """receive_some() on a fresh stream does the handshake, with all that belongs to it."""
    received = subject.connection.calls("receive_some", 100).gives(b"hello")
    return [together(received, [peer.handshakes(), peer.writes(b"hello")])]


@scenario("trio:do_handshake", drivers="trio", peers="honest tlslite")
def sending_does_the_handshake(subject, peer):
    """send_all() on a fresh stream does the handshake before it sends anything."""
    sent = subject.connection.calls("send_all", b"hello").gives(None)
    return [together(sent, [peer.handshakes(), peer.reads(100).gives(b"hello")])]


@scenario("trio:do_handshake", drivers="trio", roles="client", peers="honest tlslite", sweep="none")
def sending_checks_the_certificate_before(subject, peer):
    """A stream that trusts nobody sends nothing: the handshake that send_all() does checks as any other."""
    return [
        subject.configured(trust="nothing"),
        together(
            subject.connection.calls("send_all", b"a secret").raises(CERTIFICATE_REJECTED, exception=_BROKEN),
            peer.handshakes().anything(),
        ),
    ]


@scenario("trio:need-handshake", drivers="trio", peers="honest", sweep="none")
def facts_need_the_handshake(subject, peer):
    """version, cipher and the like raise NeedHandshakeError before the handshake, and tell after it."""
    return [
        *[subject.connection.has(fact).raises(FOREIGN, exception="NeedHandshakeError") for fact in _FACTS],
        handshake(subject, peer),
        *[subject.connection.has(fact) for fact in _FACTS],
        subject.connection.calls("selected_alpn_protocol").gives(None),
    ]


@scenario("trio:need-handshake:during", drivers="trio", peers="honest", sweep="none")
def facts_need_the_end_of_the_handshake(subject, peer):
    """version, cipher and the like raise NeedHandshakeError while another task does the handshake."""
    return [
        subject.handshakes().wants(READ),
        *[subject.connection.has(fact).raises(FOREIGN, exception="NeedHandshakeError") for fact in _FACTS],
        handshake(subject, peer),
        *[subject.connection.has(fact) for fact in _FACTS],
    ]


@scenario("trio:need-handshake:during", drivers="trio", roles="client", peers="honest", sweep="none")
def facts_need_a_handshake_that_did_not_fail(subject, peer):
    """Of a certificate that was refused nothing is told: the facts raise NeedHandshakeError as before."""
    return [
        subject.configured(trust="nothing"),
        together(subject.handshakes().raises(CERTIFICATE_REJECTED), peer.handshakes().anything()),
        *[subject.connection.has(fact).raises(FOREIGN, exception="NeedHandshakeError") for fact in _FACTS],
    ]


@scenario("trio:eof:ragged", "rfc8446:6.1:truncation", drivers="trio", peers="honest tlslite", sweep="benign")
def a_cut_breaks_the_stream(subject, peer):
    """A wire cut without a closure alert raises BrokenResourceError, caused by SSLEOFError."""
    return [
        handshake(subject, peer),
        peer.writes(b"half a mess"),
        peer.cuts_wire(),
        subject.reads(100).gives(b"half a mess"),
        subject.reads(100).raises(RAGGED_EOF, exception=_BROKEN),
    ]


@scenario("trio:broken", drivers="trio", peers="honest tlslite", sweep="none")
def a_broken_stream_stays_broken(subject, peer):
    """After one BrokenResourceError every use raises another, and aclose() still closes the transport."""
    return [
        handshake(subject, peer),
        peer.cuts_wire(),
        subject.reads(100).raises(RAGGED_EOF, exception=_BROKEN),
        subject.reads(100).raises(OS_ERROR, exception=_BROKEN),
        subject.connection.calls("send_all", b"data").raises(OS_ERROR, exception=_BROKEN),
        subject.connection.calls("do_handshake").raises(OS_ERROR, exception=_BROKEN),
        subject.closes().raises(OS_ERROR, exception=_BROKEN),
        subject.connection.calls("aclose").gives(None),
        subject.thing("wire").has("closed").gives(True),
    ]


@scenario("trio:broken", drivers="trio", peers="honest tlslite", sweep="none")
def a_reset_breaks_the_stream(subject, peer):
    """A transport that breaks is a BrokenResourceError, also for the one who waits to send."""
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.writes(b"never to be read"),
        peer.resets_wire(),
        subject.reads(100).raises(OS_ERROR, exception=_BROKEN),
        subject.writes_once(b"more").raises(OS_ERROR, exception=_BROKEN),
    ]


@scenario("trio:eof:clean", drivers="trio", peers="honest tlslite")
def the_end_is_an_empty_read(subject, peer):
    """Behind the closure alert receive_some() gives b"" each time, whatever the wire does then."""
    return [
        handshake(subject, peer),
        peer.writes(b"all"),
        peer.closes().anything(),
        subject.reads(100).gives(b"all"),
        subject.connection.calls("receive_some").gives(b""),
        peer.cuts_wire(),
        subject.connection.calls("receive_some", 10).gives(b""),
    ]


@scenario("trio:https_compatible:eof", drivers="trio", peers="honest tlslite")
def https_takes_a_cut_for_the_end(subject, peer):
    """With https_compatible a cut reads as b""; HTTP tells by itself whether that was all."""
    return [
        subject.configured(https_compatible=True),
        handshake(subject, peer),
        peer.writes(b"<html>"),
        peer.cuts_wire(),
        subject.reads(100).gives(b"<html>"),
        subject.connection.calls("receive_some", 100).gives(b""),
    ]


@scenario("trio:https_compatible:aclose", drivers="trio", peers="honest tlslite", sweep="none")
def https_closes_without_an_alert(subject, peer):
    """With https_compatible aclose() ends the wire, and no closure alert goes before."""
    return [
        subject.configured(https_compatible=True),
        handshake(subject, peer),
        subject.writes(b"bye"),
        subject.drops(),
        peer.reads(100).gives(b"bye"),
        peer.reads(100).raises(RAGGED_EOF),
    ]


@scenario("trio:aclose", "rfc8446:6.1:close_notify", drivers="trio", peers="honest tlslite")
def aclose_sends_the_alert_and_does_not_wait(subject, peer):
    """aclose() is over at once; the other end reads everything sent before and then a clean end."""
    data = payload(20_000)
    return [
        handshake(subject, peer),
        together(subject.writes(data), peer.reads_exactly(data)),
        subject.drops().gives(None),
        subject.thing("wire").has("closed").gives(True),
        peer.reads(100).ends(),
    ]


@scenario("trio:aclose", drivers="trio", peers="honest tlslite", sweep="none")
def aclose_answers_a_closure_alert(subject, peer):
    """Where the other end has closed first, aclose() answers it."""
    return [
        handshake(subject, peer),
        peer.closes().anything(),
        subject.reads(100).ends(),
        subject.drops().gives(None),
        peer.closes(),
    ]


@scenario("trio:aclose:broken", drivers="trio", peers="honest tlslite", sweep="none")
def aclose_may_be_called_again(subject, peer):
    """aclose() twice closes once."""
    return [
        handshake(subject, peer),
        subject.connection.calls("aclose").gives(None),
        subject.connection.calls("aclose").gives(None),
        peer.reads(100).ends(),
    ]


@scenario("trio:aclose:broken", drivers="trio", peers="honest tlslite", sweep="none")
def aclose_closes_though_the_other_end_is_gone(subject, peer):
    """aclose() of a stream whose transport has broken raises nothing and closes it."""
    return [
        handshake(subject, peer),
        peer.resets_wire(),
        subject.connection.calls("aclose").gives(None),
        subject.thing("wire").has("closed").gives(True),
    ]


@scenario("trio:closed", drivers="trio", peers="honest tlslite", sweep="none")
def a_closed_stream_is_closed(subject, peer):
    """After aclose() sending, receiving and unwrap() raise ClosedResourceError."""
    return [
        handshake(subject, peer),
        peer.writes(b"unread"),
        subject.drops(),
        subject.reads(100).raises(OS_ERROR, exception=_CLOSED),
        subject.writes_once(b"late").raises(OS_ERROR, exception=_CLOSED),
        subject.closes().raises(OS_ERROR, exception=_CLOSED),
        subject.connection.calls("do_handshake").raises(OS_ERROR, exception=_CLOSED),
    ]


@scenario("trio:closed:unread", drivers="trio", peers="honest tlslite", sweep="none")
def a_closed_stream_keeps_what_was_not_read(subject, peer):
    """After aclose() the rest of a record of which a part was read is not given any more, https or not."""
    return in_turn(
        [
            subject.configured(https_compatible=https_compatible),
            handshake(subject, peer),
            peer.writes(b"abcdef"),
            subject.connection.calls("receive_some", 2).gives(b"ab"),
            subject.drops(),
            subject.connection.calls("receive_some", 2).raises(OS_ERROR, exception=_CLOSED),
        ]
        for https_compatible in (False, True)
    )


@scenario("trio:closed:unread", drivers="trio", peers="honest tlslite", sweep="none")
def a_broken_stream_keeps_what_was_not_read(subject, peer):
    """Once a send has found the stream broken, the rest of a record of which a part was read is not given."""
    return [
        handshake(subject, peer),
        peer.writes(b"abcdef"),
        subject.connection.calls("receive_some", 2).gives(b"ab"),
        peer.resets_wire(),
        subject.connection.calls("send_all", b"data").raises(OS_ERROR, exception=_BROKEN),
        subject.connection.calls("receive_some", 2).raises(OS_ERROR, exception=_BROKEN),
    ]


@scenario("trio:unwrap", drivers="trio", peers="honest tlslite")
def unwrap_waits_and_gives_what_lies_behind(subject, peer):
    """unwrap() gives the transport and what it has read of the clear bytes behind the closure alert."""
    left = subject.thing("left")
    return [
        handshake(subject, peer),
        peer.closes().anything(),
        peer.sends_raw(b"in clear"),
        peer.cuts_wire(),
        subject.reads(100).ends(),
        subject.connection.calls("unwrap").keeps("left"),
        left.calls("__getitem__", 0).keeps("transport"),
        subject.thing("transport").calls("receive_some").keeps("rest"),
        subject.does(
            same(py("operator.add", left.calls("__getitem__", 1), subject.thing("rest")), b"in clear")
        ),
        subject.reads(100).raises(OS_ERROR, exception=_CLOSED),
    ]


@scenario("trio:unwrap", drivers="trio", peers="honest tlslite", sweep="none")
def unwrap_waits_for_the_answer(subject, peer):
    """unwrap() sends the closure alert and is not over before the other end's has come."""
    return [
        handshake(subject, peer),
        subject.closes().wants(READ),
        peer.reads(100).ends(),
        peer.closes(),
        subject.closes(),
    ]


@scenario("rfc8446:6.2:fatal", drivers="trio", roles="client", peers="honest tlslite", sweep="none")
def a_refusal_is_told_at_the_latest_by_aclose(subject, peer):
    """A client that refuses a certificate, and then closes, tells the server why: unknown_ca."""
    refusing = [subject.handshakes().raises(CERTIFICATE_REJECTED), subject.drops().anything()]
    return [
        subject.configured(trust="nothing"),
        together(refusing, peer.handshakes().raises(PROTOCOL_ERROR, alert="unknown_ca")),
    ]
