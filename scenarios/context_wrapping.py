"""Making connections of a context: arguments, names, roles, and the classes that come out."""

from harness.scenario import (
    FOREIGN,
    MISUSE,
    PROTOCOL_ERROR,
    Actor,
    module_scenario,
    py,
    same,
)


def _made(subject: Actor, role: str = "CLIENT"):
    """A new context and two MemoryBIOs."""
    protocol = subject.ssl.has(f"PROTOCOL_TLS_{role}")
    return [
        subject.ssl.calls("SSLContext", protocol).keeps("fresh"),
        subject.ssl.calls("MemoryBIO").keeps("bio_in"),
        subject.ssl.calls("MemoryBIO").keeps("bio_out"),
    ]


def _wrap(subject: Actor, **how: object):
    """An SSLObject over them."""
    return subject.thing("fresh").calls("wrap_bio", subject.thing("bio_in"), subject.thing("bio_out"), **how)


def _socket(subject: Actor):
    return subject.does(py("socket.socket")).keeps("bare")


# -- classes ------------------------------------------------------------------------------------------------


@module_scenario("python:context:object-class")
def objects_are_of_the_contexts_class(subject):
    """wrap_bio() gives an SSLObject, or an instance of the subclass that this context was told to use."""
    own = py("type", "OwnObject", (subject.ssl.has("SSLObject"),), {})
    return [
        *_made(subject),
        _wrap(subject, server_hostname="localhost").keeps("made"),
        subject.does(py("isinstance", subject.thing("made"), subject.ssl.has("SSLObject"))).gives(True),
        subject.thing("fresh").sets("sslobject_class", own),
        _wrap(subject, server_hostname="localhost").gives_a("OwnObject"),
    ]


@module_scenario("python:context:socket-class")
def sockets_are_of_the_contexts_class(subject):
    """wrap_socket() gives an SSLSocket, or an instance of the subclass that this context was told to use."""
    own = py("type", "OwnSocket", (subject.ssl.has("SSLSocket"),), {})
    how = {"server_hostname": "localhost", "do_handshake_on_connect": False}
    wrap = subject.thing("fresh").calls("wrap_socket", subject.thing("bare"), **how)
    return [
        *_made(subject),
        _socket(subject),
        wrap.keeps("made"),
        subject.does(py("isinstance", subject.thing("made"), subject.ssl.has("SSLSocket"))).gives(True),
        subject.thing("fresh").sets("sslsocket_class", own),
        _socket(subject),
        wrap.keeps("owned").gives_a("OwnSocket"),
    ]


@module_scenario("python:context:subclass")
def a_context_can_be_subclassed(subject):
    """A subclass of SSLContext works as it does, and its connections tell the very instance as context."""
    own = py("type", "OwnContext", (subject.ssl.has("SSLContext"),), {})
    protocol = subject.ssl.has("PROTOCOL_TLS_CLIENT")
    return [
        *_made(subject),
        subject.does(own).keeps("Own"),
        subject.thing("Own").called(protocol).keeps("fresh").gives_a("OwnContext"),
        subject.thing("fresh").has("check_hostname").gives(True),
        _wrap(subject, server_hostname="localhost").keeps("made"),
        subject.does(py("operator.is_", subject.thing("made").has("context"), subject.thing("fresh"))).gives(
            True
        ),
    ]


@module_scenario("python:context:connection-facts")
def a_connection_knows_what_it_was_made_for(subject):
    """An SSLObject tells its context, side and name; side and name are not to be set."""
    made = subject.thing("made")
    return [
        *_made(subject),
        _wrap(subject, server_hostname="localhost").keeps("made"),
        subject.does(py("operator.is_", made.has("context"), subject.thing("fresh"))).gives(True),
        made.has("server_side").gives(False),
        made.has("server_hostname").gives("localhost"),
        made.sets("server_side", True).raises(FOREIGN, exception="AttributeError"),
        made.sets("server_hostname", "elsewhere.example").raises(FOREIGN, exception="AttributeError"),
        made.has("server_hostname").gives("localhost"),
        *_made(subject, "SERVER"),
        _wrap(subject, server_side=True).keeps("made"),
        made.has("server_side").gives(True),
        made.has("server_hostname").gives(None),
    ]


# -- arguments ----------------------------------------------------------------------------------------------


@module_scenario("python:context:wrap-bio-types")
def only_memory_bios_are_wrapped(subject):
    """wrap_bio() refuses what is no MemoryBIO at once, in either place, and not when bytes should flow."""
    fresh, bio = subject.thing("fresh"), subject.thing("bio_in")
    pairs = ((None, None), (py("io.BytesIO"), bio), (bio, py("io.BytesIO")), (bio, None), (b"", b""))
    return [
        *_made(subject),
        *(
            fresh.calls("wrap_bio", one, other, server_hostname="localhost")
            .raises(MISUSE, exception="TypeError")
            .or_raises(FOREIGN, exception="AttributeError")
            for one, other in pairs
        ),
    ]


@module_scenario("python:context:role")
def a_context_serves_its_role_alone(subject):
    """A context for clients makes no server's connection, nor one for servers a client's."""
    return [
        *_made(subject),
        _wrap(subject, server_side=True).raises(PROTOCOL_ERROR, MISUSE),
        *_made(subject, "SERVER"),
        _wrap(subject).raises(PROTOCOL_ERROR, MISUSE),
    ]


@module_scenario("python:context:server-name-of-server")
def a_servers_socket_has_no_name_to_check(subject):
    """wrap_socket() with both server_side and server_hostname is a ValueError: they contradict each other."""
    how = {"server_side": True, "server_hostname": "localhost"}
    return [
        *_made(subject, "SERVER"),
        _socket(subject),
        subject.thing("fresh")
        .calls("wrap_socket", subject.thing("bare"), **how)
        .raises(MISUSE, exception="ValueError"),
    ]


@module_scenario("python:context:server-name-of-server-bio")
def a_servers_object_has_no_name_to_check(subject):
    """wrap_bio() with both server_side and server_hostname is a ValueError, as for wrap_socket()."""
    return [
        *_made(subject, "SERVER"),
        _wrap(subject, server_side=True).keeps("made"),
        subject.thing("made").has("server_side").gives(True),
        _wrap(subject, server_side=True, server_hostname="localhost").raises(MISUSE, exception="ValueError"),
    ]


@module_scenario("python:context:name-required")
def a_client_socket_says_whom_it_wants(subject):
    """While names are checked, wrap_socket() without server_hostname is a ValueError; else it is none."""
    fresh = subject.thing("fresh")
    wrap = fresh.calls("wrap_socket", subject.thing("bare"), do_handshake_on_connect=False)
    return [
        *_made(subject),
        _socket(subject),
        wrap.raises(MISUSE, exception="ValueError"),
        fresh.sets("check_hostname", False),
        _socket(subject),
        wrap.keeps("made"),
    ]


@module_scenario("python:context:name-required-bio")
def a_client_object_says_whom_it_wants(subject):
    """While names are checked, wrap_bio() without server_hostname is a ValueError: or anybody would do."""
    fresh = subject.thing("fresh")
    return [
        *_made(subject),
        fresh.sets("check_hostname", False),
        _wrap(subject).keeps("made"),
        fresh.sets("check_hostname", True),
        _wrap(subject).raises(MISUSE, exception="ValueError"),
    ]


# -- names --------------------------------------------------------------------------------------------------


@module_scenario("python:context:name-refused")
def names_of_no_host_are_refused(subject):
    """A name that is empty, begins with a dot, or has a label too short or long is a ValueError."""
    wrong = ("", ".example.org", "a..b", "a" * 64, "a." + "b" * 64 + ".example")
    return [
        *_made(subject),
        *(_wrap(subject, server_hostname=name).raises(MISUSE) for name in wrong),
        _wrap(subject, server_hostname="a" * 63 + ".example").keeps("made"),
    ]


@module_scenario("python:context:name-refused")
def names_of_no_host_are_refused_for_sockets_too(subject):
    """A socket that is not connected yet is refused a name that no host can have just as well."""
    sockets = (py("socket.socket"), py("socket.socket"), py("socket.socket"))
    return [
        *_made(subject),
        subject.thing("fresh").sets("check_hostname", False),
        *(
            subject.thing("fresh").calls("wrap_socket", plain, server_hostname=name).raises(MISUSE)
            for plain, name in zip(sockets, (".example.org", "a..b", ""), strict=True)
        ),
    ]


@module_scenario("python:context:name-type")
def names_are_text(subject):
    """A name with a NUL in it is refused, or half of it would be checked; so is what is no text."""
    return [
        *_made(subject),
        _wrap(subject, server_hostname="localhost\0.example").raises(MISUSE),
        _wrap(subject, server_hostname=5)
        .raises(MISUSE, exception="TypeError")
        .or_raises(FOREIGN, exception="AttributeError"),
        _wrap(subject, server_hostname=b"localhost").keeps("made"),
        subject.thing("made").has("server_hostname").gives("localhost"),
    ]


@module_scenario("python:context:name-idn")
def names_are_told_in_ascii(subject):
    """The name of a host that people write with an umlaut is told as it is looked up, in A-labels."""
    made = subject.thing("made")
    return [
        *_made(subject),
        _wrap(subject, server_hostname="b\u00fccher.example").keeps("made"),
        made.has("server_hostname").gives("xn--bcher-kva.example"),
        _wrap(subject, server_hostname="xn--bcher-kva.example").keeps("made"),
        made.has("server_hostname").gives("xn--bcher-kva.example"),
        subject.does(same(made.has("context"), subject.thing("fresh"))).gives(True),
    ]
