"""Lifetimes: what nobody refers to any more is let go, and what a connection still needs is kept for it.

A server that makes a context for each client or each reload of its certificates lives for months. What its
contexts hold on to (keys, callbacks, and all that those refer to) has to go when they do, and must not go
earlier. Whether a callback is still there, a weak reference tells.
"""

from harness.scenario import (
    READ,
    Act,
    Actor,
    Step,
    Thing,
    callback,
    chain_file,
    constant,
    key_file,
    module_scenario,
    py,
)


def _context(subject: Actor, name: str, certificate: str, role: str = "SERVER") -> list[Step]:
    kept = subject.thing(name)
    made = subject.ssl.calls("SSLContext", subject.ssl.has(f"PROTOCOL_TLS_{role}")).keeps(name)
    if role == "CLIENT":
        return [made]
    return [made, kept.calls("load_cert_chain", chain_file(certificate), key_file(certificate))]


def _noted(subject: Actor) -> list[Step]:
    """A callback, `noted`, that refers to the context `fresh`, as a method of a server's object does.

    `left` is a weak reference to it.
    """
    noted = subject.thing("noted")
    return [
        subject.does(callback()).keeps("noted"),
        subject.does(py("setattr", noted, "context", subject.thing("fresh"))),
        subject.does(py("weakref.ref", noted)).keeps("left"),
    ]


def _forgets(subject: Actor, *names: str) -> list[Step]:
    """What was kept under these names is not referred to any more; the garbage collector has run."""
    forgotten = [subject.does(py("bool")).keeps(name) for name in names]
    # An implementation in another Python may need a second look at what the first one finalized.
    return [*forgotten, *[subject.does(py("gc.collect"))] * 2]


def _is_gone(subject: Actor) -> Act:
    return subject.thing("left").called().gives(None)


def _is_there(subject: Actor) -> Act:
    return subject.does(py("callable", subject.thing("left").called())).gives(True)


# -- contexts and their callbacks ---------------------------------------------------------------------------


@module_scenario("python:context:let-go")
def a_context_and_its_name_callback_are_let_go(subject):
    """A context and a callback that refer to each other, and to which nobody else refers, go both."""
    return [
        *_context(subject, "fresh", "ecdsa"),
        *_noted(subject),
        subject.thing("fresh").sets("sni_callback", subject.thing("noted")),
        *_forgets(subject, "noted"),
        _is_there(subject),
        *_forgets(subject, "fresh"),
        _is_gone(subject),
    ]


@module_scenario("python:context:let-go")
def a_callback_that_was_replaced_is_let_go(subject):
    """A context that has another callback, or none, does not hold on to the one before."""
    fresh = subject.thing("fresh")
    return [
        *_context(subject, "fresh", "ecdsa"),
        *(
            step
            for following in (callback(), None)
            for step in (
                *_noted(subject),
                fresh.sets("sni_callback", subject.thing("noted")),
                fresh.sets("sni_callback", following),
                *_forgets(subject, "noted"),
                _is_gone(subject),
            )
        ),
    ]


@module_scenario("python:psk:let-go")
def contexts_and_their_key_callbacks_are_let_go(subject):
    """A context and the callback that knows its pre-shared keys go together, on clients and on servers.

    What leaks there is a table of keys.
    """
    return [
        step
        for role in ("CLIENT", "SERVER")
        for step in (
            *_context(subject, "fresh", "ecdsa", role),
            *_noted(subject),
            subject.thing("fresh").calls(f"set_psk_{role.lower()}_callback", subject.thing("noted")),
            *_forgets(subject, "noted", "fresh"),
            _is_gone(subject),
        )
    ]


@module_scenario("python:sslobject:keeps-context")
def a_connection_keeps_its_context_and_no_longer(subject):
    """The context of a connection lives as long as the connection, and no longer."""
    server, fresh = subject.thing("server"), subject.thing("fresh")
    ends = (subject.ssl.calls("MemoryBIO"), subject.ssl.calls("MemoryBIO"))
    return [
        *_context(subject, "fresh", "ecdsa"),
        *_noted(subject),
        fresh.sets("sni_callback", subject.thing("noted")),
        fresh.calls("wrap_bio", *ends, server_side=True).keeps("server"),
        server.calls("do_handshake").wants(READ),
        *_forgets(subject, "noted", "fresh"),
        _is_there(subject),
        *_forgets(subject, "server"),
        _is_gone(subject),
    ]


@module_scenario("python:sslsocket:let-go")
def a_context_keeps_none_of_its_sockets(subject):
    """A socket that was closed and is not referred to is let go, though its context lives on."""
    pair, ours = subject.thing("pair"), subject.thing("ours")
    return [
        subject.does(py("socket.socketpair")).keeps("pair"),
        subject.context.calls(
            "wrap_socket",
            py("operator.getitem", pair, 0),
            server_hostname="localhost",
            do_handshake_on_connect=False,
        ).keeps("ours"),
        subject.does(py("weakref.ref", ours)).keeps("left"),
        ours.calls("close"),
        subject.does(py("operator.getitem", pair, 1)).keeps("other"),
        subject.thing("other").calls("close"),
        *_forgets(subject, "ours", "other", "pair"),
        _is_gone(subject),
    ]


@module_scenario("python:sslsocket:let-go")
def a_context_keeps_none_of_its_connections(subject):
    """An SSLObject that nobody refers to is let go, though its context and its MemoryBIOs live on."""
    ends = (subject.thing("incoming"), subject.thing("outgoing"))
    return [
        subject.ssl.calls("MemoryBIO").keeps("incoming"),
        subject.ssl.calls("MemoryBIO").keeps("outgoing"),
        subject.context.calls("wrap_bio", *ends, server_hostname="localhost").keeps("ours"),
        subject.thing("ours").calls("do_handshake").wants(READ),
        subject.does(py("weakref.ref", subject.thing("ours"))).keeps("left"),
        *_forgets(subject, "ours"),
        _is_gone(subject),
    ]


# -- contexts that a callback switched away from ------------------------------------------------------------

#: What a HelloRetryRequest has in place of a random (RFC 8446 section 4.1.3).
_RETRY = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
#: So many contexts are made when one was let go; one of them has its place in memory,
_LATER = 100
#: if there are no gaps left by others: so many bytes objects of sizes like a context's are put there.
_SIZES = tuple(range(64, 384, 16))
_FILLING = 4000 * len(_SIZES)


def _first_argument(subject: Actor) -> object:
    return py("operator.getitem", Thing(subject.side, "arguments"), 0)


def _switched(subject: Actor) -> list[Step]:
    """A client is asked for another share; before that the callback has switched from `fresh` to `other`.

    `asked` counts the calls of the callback, and `again` the ClientHellos that are still to come: it is 0
    where the client has sent the share that was wanted. Only `fresh` refers to the callback.
    """
    fresh, other, asked = subject.thing("fresh"), subject.thing("other"), subject.thing("asked")
    to_client, to_server = subject.thing("to_client"), subject.thing("to_server")
    switches = callback(
        does=[
            asked.calls("append", 1),
            # What a callback notes would refer to the context.
            subject.thing("notes").calls("clear"),
            py("setattr", _first_argument(subject), "context", other),
        ]
    )
    flight = subject.thing("flight")
    return [
        fresh.calls("set_ecdh_curve", "secp384r1"),
        subject.does(py("list")).keeps("asked"),
        subject.does(py("list")).keeps("notes"),  # until the callback has its own
        subject.does(switches).keeps("noted"),
        subject.thing("noted").has("calls").keeps("notes"),
        fresh.sets("sni_callback", subject.thing("noted")),
        subject.ssl.calls("MemoryBIO").keeps("to_client"),
        subject.ssl.calls("MemoryBIO").keeps("to_server"),
        subject.context.calls("wrap_bio", to_client, to_server, server_hostname="localhost").keeps("client"),
        fresh.calls("wrap_bio", to_server, to_client, server_side=True).keeps("server"),
        *_forgets(subject, "noted"),
        subject.thing("client").calls("do_handshake").wants(READ),
        subject.thing("server").calls("do_handshake").wants(READ),
        to_client.calls("read").keeps("flight"),
        to_client.calls("write", flight),
        flight.calls("count", _RETRY).keeps("again"),
        subject.does(py("len", asked)).gives(1),
    ]


def _goes_on(subject: Actor) -> list[Step]:
    """The rest of the handshake, and data each way."""
    client, server = subject.thing("client"), subject.thing("server")
    return [
        client.calls("do_handshake").anything(),
        server.calls("do_handshake").anything(),
        client.calls("do_handshake").gives(None),
        server.calls("do_handshake").gives(None),
        subject.does(py("operator.is_", server.has("context"), subject.thing("other"))).gives(True),
        client.calls("write", b"there").gives(5),
        server.calls("read", 100).gives(b"there"),
        server.calls("write", b"back").gives(4),
        client.calls("read", 100).gives(b"back"),
    ]


@module_scenario("python:sni:switch:lifetime")
def a_context_that_was_switched_away_from_may_be_forgotten(subject):
    """The callback's context is referred to by nobody once the callback has chosen another: no harm comes.

    Neither a crash, nor a call of a function of some other context, which has its place in memory since.
    """
    stranger, held, later = subject.thing("stranger"), subject.thing("held"), subject.thing("later")
    protocols = py("itertools.repeat", subject.ssl.has("PROTOCOL_TLS_SERVER"), _LATER)
    made = py("list", py("map", subject.ssl.has("SSLContext"), protocols))
    names, functions = py("itertools.repeat", "sni_callback"), py("itertools.repeat", stranger)
    sizes = py("itertools.islice", py("itertools.cycle", _SIZES), _FILLING)
    return [
        *_forgets(subject),  # or it would make new gaps
        subject.does(py("tuple", py("map", constant("bytes"), sizes))).keeps("filling"),
        *_context(subject, "fresh", "ecdsa"),
        *_context(subject, "other", "rsa"),
        *_switched(subject),
        subject.does(callback()).keeps("stranger"),
        subject.does(py("list", (subject.thing("fresh"),))).keeps("held"),
        *_forgets(subject, "fresh"),
        # In one step, so that nothing else comes between.
        subject.does(py("operator.getitem", (held.calls("clear"), made), 1)).keeps("later"),
        subject.does(py("list", py("map", constant("setattr"), later, names, functions))).returns(list),
        *_goes_on(subject),
        subject.does(py("len", subject.thing("stranger").has("calls"))).gives(0),
    ]
