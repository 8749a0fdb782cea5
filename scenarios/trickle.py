"""Trickle: whole conversations under every benign schedule, where only the arrival of bytes differs.

The oracle needs no model: a run must end as the undisturbed one did.
"""

from harness.scenario import READ, closing, handshake, payload, reconnect, scenario, together


@scenario("harness:metamorphic", sweep="benign", peers="honest tlslite")
def a_conversation_survives_any_delivery(subject, peer):
    """Handshake, data both ways and closing do not depend on how the bytes are cut, joined, held or late.

    Networks cut where they like: a layer that needs a record or a flight in one piece fails at random.
    """
    return [
        handshake(subject, peer),
        subject.writes(b"a question"),
        peer.reads_exactly(b"a question"),
        peer.writes(b"an answer"),
        subject.reads_exactly(b"an answer"),
        closing(subject, peer),
    ]


# The reference peer takes seconds over so many single bytes; one face of each kind bounds the time.
@scenario(
    "harness:metamorphic",
    "rfc8446:5.1:fragmentation",
    drivers="bio socket-nonblocking asyncio-streams",
    peers="honest tlslite",
    sweep="benign",
)
def large_records_survive_any_delivery(subject, peer):
    """Data longer than one record arrives whole in both directions, cut or joined anywhere."""
    up, down = payload(2**14 + 100, "up!"), payload(2**14 + 100, "down")
    return [
        handshake(subject, peer),
        together(subject.writes(up), peer.reads_exactly(up)),
        together(peer.writes(down), subject.reads_exactly(down)),
    ]


# Only the reference peer can be told to update its keys; one face of each kind bounds the time.
@scenario(
    "rfc8446:4.6.3:key_update",
    "harness:metamorphic",
    tls="1.3",
    peers="tlslite",
    drivers="bio socket-nonblocking asyncio-streams",
    sweep="benign",
)
def key_updates_survive_any_delivery(subject, peer):
    """A KeyUpdate may arrive in pieces, or glued between data of the old keys and data of the new."""
    return [
        handshake(subject, peer),
        peer.writes(b"old"),
        peer.updates_keys(request=True),
        peer.writes(b"new"),
        subject.reads_exactly(b"oldnew"),
        subject.writes(b"mine"),
        peer.reads_exactly(b"mine"),
    ]


# asyncio has no way to resume a session; the blocking socket adds only time.
@scenario(
    "harness:metamorphic",
    "rfc8446:4.6.1:tickets",
    sweep="benign",
    drivers="bio socket-nonblocking",
    peers="honest tlslite",
)
def a_resumed_conversation_survives_any_delivery(subject, peer):
    """A session is resumed, and its data arrives, however the bytes of both connections do."""
    return [
        handshake(subject, peer),
        together(peer.writes(b"tickets before this"), subject.reads_exactly(b"tickets before this")),
        together(subject.writes(b"and so"), peer.reads_exactly(b"and so")),
        reconnect(resume=True),
        handshake(subject, peer),
        subject.tells("session_reused").gives(True),
        together(peer.writes(b"again"), subject.reads_exactly(b"again")),
        together(subject.writes(b"and again"), peer.reads_exactly(b"and again")),
    ]


@scenario("rfc8446:4.4.4:data-after-finished", sweep="benign", peers="honest tlslite")
def data_may_be_glued_to_the_handshake(subject, peer):
    """What the other end writes as soon as its handshake is done arrives, even in one piece with it.

    A layer that drops what follows Finished in the same delivery loses the first request of a fast client.
    """
    return [
        together(subject.handshakes(), [peer.handshakes(), peer.writes(b"no time to lose")]),
        subject.reads_exactly(b"no time to lose"),
        together(subject.writes(b"indeed"), peer.reads_exactly(b"indeed")),
    ]


@scenario("rfc8446:4.6.1:tickets", roles="client", tls="1.3", peers="honest tlslite", sweep="benign")
def tickets_may_be_glued_to_data(subject, peer):
    """Session tickets in one piece with data neither hide it nor count as data."""
    return [
        peer.configured(tickets=2),
        together(subject.handshakes(), [peer.handshakes(), peer.writes(b"after the tickets")]),
        subject.reads_exactly(b"after the tickets"),
        subject.reads(100).wants(READ),
    ]


@scenario("rfc8446:6.1:data-before-close", sweep="benign", peers="honest tlslite")
def the_end_may_be_glued_to_data(subject, peer):
    """Data, closure alert and end of stream may come in one piece: the data is read first, then the end.

    A layer that looks at the end first cuts off the last words of every connection.
    """
    return [
        handshake(subject, peer),
        peer.writes(b"last "),
        peer.writes(b"words"),
        peer.closes().anything(),
        peer.cuts_wire(),
        subject.reads_exactly(b"last words"),
        subject.reads(100).ends(),
    ]
