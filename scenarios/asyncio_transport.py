"""asyncio's TLS transports: what their methods do and tell while the connection is open."""

from harness.scenario import (
    MISUSE,
    callback,
    handshake,
    payload,
    py,
    rests,
    same,
    scenario,
)


@scenario("python:asyncio:write:types", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite")
def bytes_of_every_kind_are_written(subject, peer):
    """bytes, bytearray and memoryview, empty ones too, arrive in order; anything else is a TypeError."""
    write = subject.connection.calls
    return [
        handshake(subject, peer),
        write("write", b"one ").gives(None),
        write("write", b"").gives(None),
        write("write", "text").raises(MISUSE, exception="TypeError"),
        write("write", None).raises(MISUSE, exception="TypeError"),
        write("write", 7).raises(MISUSE, exception="TypeError"),
        write("write", py("bytearray", b"two ")).gives(None),
        write("write", py("memoryview", b"three")).gives(None),
        peer.reads_exactly(b"one two three"),
    ]


@scenario("python:asyncio:writelines", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite")
def lines_are_written_in_order(subject, peer):
    """writelines() takes a list, with empty pieces too, and any other iterable, and all is counted."""
    return [
        handshake(subject, peer),
        subject.connection.calls("writelines", [b"a", b"", py("bytearray", b"b")]).gives(None),
        subject.connection.calls("writelines", py("iter", (b"c", b"d"))).gives(None),
        subject.connection.calls("writelines", []).gives(None),
        peer.reads_exactly(b"abcd"),
        rests(subject),
        subject.connection.calls("get_write_buffer_size").gives(0),
    ]


@scenario("python:asyncio:write-limits", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite")
def write_limits_are_what_was_set(subject, peer):
    """The limits are told as (low, high); the one not given follows the other; nonsense is a ValueError."""
    sets, tells = subject.connection.calls, subject.connection.calls("get_write_buffer_limits")
    limits = "set_write_buffer_limits"
    low, high = py("operator.getitem", tells, 0), py("operator.getitem", tells, 1)
    return [
        handshake(subject, peer),
        sets(limits, high=5000, low=1000).gives(None),
        tells.gives((1000, 5000)),
        sets(limits, high=1000).gives(None),
        subject.does(high).gives(1000),
        subject.does(py("operator.le", low, high)).gives(True),
        sets(limits, low=2000).gives(None),
        subject.does(low).gives(2000),
        subject.does(py("operator.le", low, high)).gives(True),
        sets(limits, high=0).gives(None),
        tells.gives((0, 0)),
        sets(limits, high=1, low=2).raises(MISUSE, exception="ValueError"),
        sets(limits, high=-1).raises(MISUSE, exception="ValueError"),
        sets(limits).gives(None),
        subject.does(py("operator.lt", 0, high)).gives(True),
    ]


@scenario(
    "python:asyncio:write:pause", drivers="asyncio-protocols", sweep="none", tls="1.3", peers="honest tlslite"
)
def writing_pauses_and_resumes(subject, peer):
    """Above the high-water mark pause_writing() is called, and once all is sent resume_writing()."""
    first, second = payload(100_000, "one"), payload(90_000, "two")  # each exceeds a buffer's mark
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        subject.connection.calls("write", first),
        subject.connection.calls("write", second),
        subject.thing("protocol").has("callbacks").gives(["connection_made", "pause_writing"]),
        peer.takes_again(),
        peer.reads_exactly(first + second),
        rests(subject),
        subject.thing("protocol")
        .has("callbacks")
        .gives(["connection_made", "pause_writing", "resume_writing"]),
        subject.connection.calls("get_write_buffer_size").gives(0),
    ]


@scenario(
    "python:asyncio:write-buffer-size", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite"
)
def the_write_buffer_has_a_size(subject, peer):
    """With tens of thousands of bytes unsent the size of the write buffer is more than half of them."""
    return [
        handshake(subject, peer),
        subject.connection.calls("get_write_buffer_size").gives(0),
        peer.stops_taking(),
        subject.connection.calls("write", payload(50_000)),
        subject.does(py("operator.gt", subject.connection.calls("get_write_buffer_size"), 25_000)).gives(
            True
        ),
        peer.takes_again(),
        peer.reads_exactly(payload(50_000)),
        subject.connection.calls("get_write_buffer_size").gives(0),
    ]


@scenario(
    "python:asyncio:pause-reading:idempotent",
    drivers="asyncio-protocols",
    sweep="none",
    peers="honest tlslite",
)
def pausing_twice_is_pausing_once(subject, peer):
    """Two pauses need one resume, and a resume without a pause does no harm."""
    connection = subject.connection
    return [
        handshake(subject, peer),
        connection.calls("resume_reading").gives(None),
        connection.calls("pause_reading").gives(None),
        connection.calls("pause_reading").gives(None),
        peer.writes(b"held back"),
        rests(subject),
        subject.thing("protocol").has("callbacks").gives(["connection_made"]),
        connection.calls("resume_reading").gives(None),
        subject.reads_exactly(b"held back"),
        connection.calls("resume_reading").gives(None),
        peer.writes(b"and more"),
        subject.reads_exactly(b"and more"),
    ]


@scenario(
    "python:asyncio:is_reading", drivers="asyncio-protocols", sweep="none", tls="1.3", peers="honest tlslite"
)
def is_reading_tells_of_a_pause(subject, peer):
    """True, then False while paused, then True."""
    connection = subject.connection
    return [
        handshake(subject, peer),
        connection.calls("is_reading").gives(True),
        connection.calls("pause_reading"),
        connection.calls("is_reading").gives(False),
        connection.calls("resume_reading"),
        connection.calls("is_reading").gives(True),
    ]


@scenario(
    "python:asyncio:is_reading:closing",
    drivers="asyncio-protocols",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def a_closing_transport_reads_no_more(subject, peer):
    """After close() is_reading() is False."""
    return [
        handshake(subject, peer),
        subject.connection.calls("close"),
        subject.connection.calls("is_reading").gives(False),
    ]


@scenario("python:asyncio:extra-info", drivers="asyncio", sweep="none", peers="honest tlslite")
def extra_info_tells_of_the_connection(subject, peer):
    """Addresses come from the transport below, the rest from TLS: context, object, cipher, certificate."""
    info, tls = subject.connection.calls, subject.thing("tls_object")
    below = subject.thing("wire").calls
    return [
        handshake(subject, peer),
        *[
            subject.does(same(info("get_extra_info", name), below("get_extra_info", name)))
            for name in ("peername", "sockname")
        ],
        subject.does(py("operator.is_", info("get_extra_info", "sslcontext"), subject.context)).gives(True),
        info("get_extra_info", "ssl_object").keeps("tls_object"),
        subject.does(py("isinstance", tls, subject.ssl.has("SSLObject"))).gives(True),
        tls.calls("version").returns(str, filled=True),
        subject.does(py("operator.eq", info("get_extra_info", "cipher"), tls.calls("cipher"))).gives(True),
        subject.does(py("operator.eq", info("get_extra_info", "peercert"), tls.calls("getpeercert"))).gives(
            True
        ),
        info("get_extra_info", "compression").gives(None),
    ]


@scenario(
    "python:asyncio:extra-info",
    drivers="asyncio",
    roles="client",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def extra_info_has_the_servers_certificate(subject, peer):
    """Once the server is verified `peercert` has its names, and `cipher` three parts."""
    info = subject.connection.calls
    name = py("operator.getitem", info("get_extra_info", "peercert"), "subjectAltName")
    return [
        handshake(subject, peer),
        subject.does(py("operator.contains", name, ("DNS", "localhost"))).gives(True),
        subject.does(py("len", info("get_extra_info", "cipher"))).gives(3),
    ]


@scenario(
    "python:asyncio:extra-info:at-once", drivers="asyncio-protocols", sweep="none", peers="honest tlslite"
)
def extra_info_is_there_when_the_connection_is_made(subject, peer):
    """connection_made() asks its transport who is at the other end, and is told: there to be turned away."""
    names, seen = ("ssl_object", "cipher", "peercert"), subject.thing("seen")
    transport = py("operator.getitem", subject.thing("arguments"), 0)
    told = {
        name: py("operator.call", py("operator.methodcaller", "get_extra_info", name), transport)
        for name in names
    }
    now = {name: subject.connection.calls("get_extra_info", name) for name in names}
    return [
        subject.does(py("dict")).keeps("seen"),
        subject.thing("protocol").sets(
            "on_connection_made",
            callback(does=[py("operator.setitem", seen, name, each) for name, each in told.items()]),
        ),
        handshake(subject, peer),
        *(subject.does(same(seen.calls("get", name), each)).gives(True) for name, each in now.items()),
        subject.does(py("operator.is_", seen.calls("get", "ssl_object"), None)).gives(False),
        subject.does(py("operator.is_", seen.calls("get", "cipher"), None)).gives(False),
    ]


@scenario(
    "python:asyncio:extra-info:peercert",
    drivers="asyncio",
    roles="server",
    sweep="none",
    peers="honest tlslite",
)
def extra_info_has_the_clients_certificate(server, client):
    """A server that asks for the client's certificate finds it in `peercert`, as getpeercert() tells it."""
    info = server.connection.calls
    name = py("operator.getitem", info("get_extra_info", "peercert"), "subjectAltName")
    return [
        server.configured(verify="required"),
        client.configured(certificate="client"),
        handshake(server, client),
        server.does(py("operator.contains", name, ("email", "client@localhost"))).gives(True),
    ]


@scenario(
    "python:asyncio:extra-info:peercert",
    drivers="asyncio",
    roles="server",
    sweep="none",
    peers="honest tlslite",
)
def extra_info_has_no_certificate_where_none_came(server, client):
    """A client that has no certificate, and need not have one, leaves `peercert` None: nobody was named."""
    return [
        server.configured(verify="optional"),
        handshake(server, client),
        server.connection.calls("get_extra_info", "peercert").gives(None),
    ]


@scenario(
    "python:asyncio:extra-info:peercert:unverified",
    drivers="asyncio",
    roles="client",
    sweep="none",
    peers="honest tlslite",
)
def extra_info_has_no_names_of_the_unverified(client, server):
    """A server that nobody has verified has a certificate and no names: `peercert` is empty, not None."""
    return [
        client.configured(verify="no", trust="nothing"),
        server.configured(certificate="untrusted"),
        handshake(client, server),
        client.connection.calls("get_extra_info", "peercert").gives({}),
    ]


@scenario(
    "python:asyncio:extra-info:default", drivers="asyncio", sweep="none", tls="1.3", peers="honest tlslite"
)
def extra_info_has_a_default(subject, peer):
    """A name nobody knows gives None, or the default."""
    return [
        handshake(subject, peer),
        subject.connection.calls("get_extra_info", "weather").gives(None),
        subject.connection.calls("get_extra_info", "weather", "fine").gives("fine"),
        subject.connection.calls("get_extra_info", "weather", default=7).gives(7),
    ]


@scenario(
    "python:asyncio:set_protocol",
    drivers="asyncio-protocols",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def another_protocol_takes_over(subject, peer):
    """After set_protocol() the new protocol hears what comes, and the old one hears nothing any more."""
    old, new = subject.thing("protocol"), subject.thing("new")
    return [
        handshake(subject, peer),
        subject.does(py("operator.call", py("type", old), subject.thing("loop"))).keeps("new"),
        subject.connection.calls("set_protocol", new).gives(None),
        subject.does(py("operator.is_", subject.connection.calls("get_protocol"), new)).gives(True),
        peer.writes(b"to the new one"),
        peer.closes(),
        rests(subject),
        subject.does(py("bytes", new.has("received"))).gives(b"to the new one"),
        new.has("callbacks").gives(["data_received", "eof_received", "connection_lost"]),
        old.has("callbacks").gives(["connection_made"]),
    ]


@scenario(
    "python:asyncio:write-limits:zero", drivers="asyncio-protocols", sweep="none", tls="1.3", peers="honest"
)
def writing_resumes_at_a_mark_of_zero(subject, peer):
    """With low=0 resume_writing() is called once the buffer is empty, and not never."""
    data = payload(50_000)
    return [
        handshake(subject, peer),
        subject.connection.calls("set_write_buffer_limits", high=1000, low=0),
        peer.stops_taking(),
        subject.connection.calls("write", data),
        subject.connection.calls("write", data),
        subject.thing("protocol").has("callbacks").gives(["connection_made", "pause_writing"]),
        peer.takes_again(),
        peer.reads_exactly(data + data),
        rests(subject),
        subject.thing("protocol")
        .has("callbacks")
        .gives(["connection_made", "pause_writing", "resume_writing"]),
    ]


@scenario(
    "python:asyncio:pause-reading", drivers="asyncio-protocols", sweep="none", tls="1.3", peers="honest"
)
def everything_that_came_while_paused_is_heard(subject, peer):
    """A hundred records that came while reading was paused are heard once it is resumed, every one."""
    return [
        handshake(subject, peer),
        subject.asks("pause_reading"),
        *[peer.writes(b"x") for _ in range(100)],
        rests(subject),
        subject.asks("resume_reading"),
        rests(subject),
        subject.does(py("bytes", subject.thing("protocol").has("received"))).gives(b"x" * 100),
    ]


@scenario("python:asyncio:set_protocol", drivers="asyncio-buffered", sweep="none", tls="1.3", peers="honest")
def a_protocol_of_another_kind_takes_over(subject, peer):
    """From a BufferedProtocol to a Protocol: the old one's buffer is not asked for any more."""
    return [
        handshake(subject, peer),
        subject.does(py("asyncio.Protocol")).keeps("new"),
        subject.connection.calls("set_protocol", subject.thing("new")).gives(None),
        peer.writes(b"for the new one"),
        rests(subject),
        subject.thing("protocol").has("callbacks").gives(["connection_made"]),
    ]
