"""urllib3's SSLTransport, which urllib3 speaks TLS through when TLS is what it speaks it over."""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    MISUSE,
    PROTOCOL_ERROR,
    RAGGED_EOF,
    READ,
    Act,
    Actor,
    handshake,
    in_turn,
    payload,
    py,
    same,
    scenario,
    together,
)


@scenario("urllib3:handshake", drivers="urllib3", roles="client", peers="honest tlslite", sweep="none")
def a_handshake_that_fails_leaves_no_transport(subject, peer):
    """A certificate that is refused is an exception of the call that makes the transport."""
    return [
        subject.configured(trust="nothing"),
        together(subject.handshakes().raises(CERTIFICATE_REJECTED), peer.handshakes().anything()),
    ]


@scenario("rfc8446:6.2:fatal", drivers="urllib3", roles="client", peers="honest tlslite", sweep="none")
def a_refusal_is_told_to_the_server(subject, peer):
    """A client that refuses a certificate tells the server why: unknown_ca."""
    return [
        subject.configured(trust="nothing"),
        together(
            subject.handshakes().raises(CERTIFICATE_REJECTED),
            peer.handshakes().raises(PROTOCOL_ERROR, alert="unknown_ca"),
        ),
    ]


@scenario("urllib3:recv:ragged", drivers="urllib3", roles="client", peers="honest tlslite", sweep="benign")
def a_cut_is_told_unless_suppressed(subject, peer):
    """A cut raises SSLEOFError where ragged ends are not suppressed."""
    return [
        handshake(subject, peer),
        peer.writes(b"half a mess"),
        peer.cuts_wire(),
        subject.reads(100).gives(b"half a mess"),
        subject.reads(100).raises(RAGGED_EOF, exception="SSLEOFError"),
    ]


@scenario("urllib3:recv:suppressed", drivers="urllib3", roles="client", peers="honest tlslite", sweep="none")
def a_suppressed_cut_is_an_end(subject, peer):
    """A cut reads as b"" where ragged ends are suppressed: recv() gives bytes and nothing else."""
    return [
        subject.configured(suppress_ragged_eofs=True),
        handshake(subject, peer),
        peer.cuts_wire(),
        subject.connection.calls("recv", 100).gives(b""),
    ]


@scenario("urllib3:handshake:ragged", drivers="urllib3", roles="client", peers="honest tlslite", sweep="none")
def a_cut_handshake_is_no_end(subject, peer):
    """A cut in the handshake fails it, suppressed ragged ends or not: nobody has shown a certificate."""
    return in_turn(
        [
            subject.configured(suppress_ragged_eofs=suppressed),
            subject.handshakes().wants(READ),
            peer.cuts_wire(),
            subject.handshakes().raises(RAGGED_EOF, exception="SSLEOFError"),
        ]
        for suppressed in (False, True)
    )


@scenario("urllib3:unwrap", drivers="urllib3", roles="client", peers="honest tlslite", sweep="none")
def unwrapping_waits_for_the_answer(subject, peer):
    """unwrap() sends the closure alert and is not over before the other end's has come."""
    return [
        handshake(subject, peer),
        subject.closes().wants(READ),
        peer.reads(100).ends(),
        peer.closes(),
        subject.closes(),
    ]


@scenario("urllib3:unwrap", drivers="urllib3", roles="client", peers="honest tlslite", sweep="none")
def a_cut_is_no_answer(subject, peer):
    """unwrap() of a connection that is cut is told so, suppressed ragged ends or not: those are of reads."""
    return in_turn(
        [
            subject.configured(suppress_ragged_eofs=suppressed),
            handshake(subject, peer),
            subject.closes().wants(READ),
            peer.cuts_wire(),
            subject.closes().raises(RAGGED_EOF, exception="SSLEOFError"),
        ]
        for suppressed in (False, True)
    )


@scenario("urllib3:recv_into", drivers="urllib3", roles="client", peers="honest tlslite")
def a_buffer_is_filled(subject, peer):
    """recv_into() fills the buffer, or as much as asked, and counts; at the end it gives 0."""
    buffer = subject.thing("buffer")
    return [
        handshake(subject, peer),
        peer.writes(b"abcdef"),
        subject.does(py("bytearray", 4)).keeps("buffer"),
        subject.connection.calls("recv_into", buffer).gives(4),
        subject.does(same(py("bytes", buffer), b"abcd")),
        subject.connection.calls("recv_into", buffer, 1).gives(1),
        subject.connection.calls("recv_into", buffer, nbytes=4).gives(1),
        subject.does(same(py("bytes", buffer), b"fbcd")),
        peer.closes().anything(),
        subject.connection.calls("recv_into", buffer).gives(0),
    ]


@scenario("urllib3:sendall", drivers="urllib3", roles="client", peers="honest tlslite")
def everything_is_sent(subject, peer):
    """sendall() sends all of it, in as many records as it takes, and gives None."""
    data = payload(100_000)
    return [
        handshake(subject, peer),
        together(subject.connection.calls("sendall", data).gives(None), peer.reads_exactly(data)),
    ]


@scenario("urllib3:sendall", drivers="urllib3", roles="client", peers="honest tlslite", sweep="none")
def any_buffer_is_sent_byte_by_byte(subject, peer):
    """sendall() takes an array of numbers for its bytes, and nothing for nothing."""
    return [
        handshake(subject, peer),
        subject.connection.calls("sendall", b"").gives(None),
        subject.connection.calls("sendall", py("array.array", "I", b"0123456789abcdef")).gives(None),
        peer.reads_exactly(b"0123456789abcdef"),
    ]


@scenario("urllib3:flags", drivers="urllib3", roles="client", peers="honest", sweep="none")
def flags_are_refused(subject, peer):
    """send(), sendall(), recv() and recv_into() with flags raise ValueError, and nothing moves."""
    connection = subject.connection
    refused = {"exception": "ValueError"}
    return [
        handshake(subject, peer),
        peer.writes(b"data"),
        connection.calls("send", b"x", 1).raises(MISUSE, **refused),
        connection.calls("sendall", b"x", flags=1).raises(MISUSE, **refused),
        connection.calls("recv", 10, 2).raises(MISUSE, **refused),
        connection.calls("recv_into", py("bytearray", 4), flags=2).raises(MISUSE, **refused),
        subject.reads(100).gives(b"data"),
        subject.writes(b"after"),
        peer.reads(100).gives(b"after"),
    ]


@scenario("urllib3:makefile", drivers="urllib3", roles="client", peers="honest tlslite", sweep="none")
def a_file_reads_and_writes_through_tls(subject, peer):
    """A file made of the transport reads lines and the rest, and writes what was flushed."""
    file = subject.thing("file")
    return [
        handshake(subject, peer),
        subject.connection.calls("makefile", "rwb").keeps("file"),
        peer.writes(b"HTTP/1.1 200 OK\r\nbody"),
        file.calls("readline").gives(b"HTTP/1.1 200 OK\r\n"),
        peer.closes().anything(),
        file.calls("read").gives(b"body"),
        file.calls("write", b"GET /").gives(5),
    ]


@scenario("urllib3:makefile", drivers="urllib3", roles="client", peers="honest tlslite", sweep="none")
def a_file_read_to_a_suppressed_cut_ends_there(subject, peer):
    """A file over a transport that suppresses ragged ends reads up to the cut, as http.client does."""
    return [
        subject.configured(suppress_ragged_eofs=True),
        handshake(subject, peer),
        subject.connection.calls("makefile", "rb").keeps("file"),
        peer.writes(b"body"),
        peer.cuts_wire(),
        subject.thing("file").calls("read").gives(b"body"),
    ]


def _files(subject: Actor) -> list[Act]:
    """A file with a buffer and one without, as "file" and "raw"."""
    return [
        subject.connection.calls("makefile", "rb").keeps("file"),
        subject.connection.calls("makefile", "rb", 0).keeps("raw"),
    ]


@scenario("urllib3:makefile:close", drivers="urllib3", roles="client", peers="honest tlslite", sweep="none")
def the_socket_stays_open_for_its_files(subject, peer):
    """close() of the transport takes effect when its files are closed too, one without a buffer as well."""
    conversations = []
    for last in ("file", "raw"):
        file, first = subject.thing(last), subject.thing("raw" if last == "file" else "file")
        conversations.append(
            [
                handshake(subject, peer),
                *_files(subject),
                subject.drops(),
                first.calls("close"),
                peer.writes(b"still"),
                file.calls("read", 5).gives(b"still"),
                peer.reads(100).wants(READ),
                file.calls("close"),
                peer.reads(100).raises(RAGGED_EOF),
            ]
        )
    return in_turn(conversations)


@scenario("urllib3:makefile:close", drivers="urllib3", roles="client", peers="honest tlslite", sweep="none")
def the_transport_outlives_its_files(subject, peer):
    """Closing the files closes nothing else."""
    return [
        handshake(subject, peer),
        *_files(subject),
        subject.thing("raw").calls("close"),
        subject.thing("file").calls("close"),
        peer.writes(b"still"),
        subject.reads(100).gives(b"still"),
    ]


@scenario("urllib3:makefile", drivers="urllib3", roles="client", peers="honest tlslite", sweep="none")
def a_file_without_a_buffer_gives_what_there_is(subject, peer):
    """makefile("rb", 0) gives a raw file, whose reads give a part; in text mode it is a ValueError."""
    raw = subject.thing("raw")
    return [
        handshake(subject, peer),
        subject.connection.calls("makefile", "r", 0).raises(MISUSE, exception="ValueError"),
        subject.connection.calls("makefile", "x").raises(MISUSE, exception="ValueError"),
        *_files(subject),
        peer.writes(b"abcdef"),
        raw.calls("read", 4).gives(b"abcd"),
        raw.calls("read", 4).gives(b"ef"),
        peer.closes().anything(),
        raw.calls("read", 4).gives(b""),
    ]


@scenario("urllib3:close", drivers="urllib3", roles="client", peers="honest tlslite", sweep="none")
def closing_ends_the_wire_without_an_alert(subject, peer):
    """close() closes the socket underneath at once; unwrap() is there for who wants an alert."""
    return [
        handshake(subject, peer),
        subject.drops(),
        peer.reads(100).raises(RAGGED_EOF),
    ]
