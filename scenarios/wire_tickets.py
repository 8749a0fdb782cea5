"""Session tickets: what a server issues, and what a client makes of them (RFC 8446 4.6.1, RFC 5077)."""

from harness.scenario import (
    PROTOCOL_ERROR,
    ended_each,
    handshake,
    reconnect,
    refused,
    refused_each,
    wire_scenario,
)

_DATA = b"behind the tickets"
_BODY = "u32(7200) + u32(1) + vector(1, {nonce}) + vector(2, {ticket}) + vector(2, {extensions})"


def _ticket(nonce="b'n'", ticket="b'ticket' * 20", extensions="b''"):
    body = _BODY.format(nonce=nonce, ticket=ticket, extensions=extensions)
    return f"message(new_session_ticket, {body})"


def _goes_on(subject, peer):
    """Data behind the tickets arrives, and both ends can still talk."""
    return [peer.writes(_DATA), subject.reads_exactly(_DATA), subject.continues()]


@wire_scenario("rfc8446:4.6.1:unknown-extensions", roles="client", tls="1.3")
def unknown_extensions_of_a_ticket_are_ignored(subject, peer):
    """A ticket with extensions the client does not know, GREASE among them, is as good as any."""
    extensions = "extension(GREASE, b'\\0') + extension(0xfe77, b'unknown')"
    return [handshake(subject, peer), peer.injects(_ticket(extensions=extensions)), *_goes_on(subject, peer)]


@wire_scenario("rfc8446:4.6.1:sizes", roles="client", tls="1.3")
def tickets_of_every_size_are_accepted(subject, peer):
    """An empty nonce, one of 255 bytes, tickets of one byte and of many thousand do no harm."""
    sizes = [
        _ticket(nonce="b''"),
        _ticket(nonce="b'n' * 255", ticket="b't'"),
        _ticket(nonce="b'2'", ticket="b't' * 8000"),
    ]
    return [handshake(subject, peer), *(peer.injects(each) for each in sizes), *_goes_on(subject, peer)]


def _largest():
    """A ticket of 65535 bytes in five records."""
    size = 65535
    head = f"u8(4) + u24({4 + 4 + 2 + 2 + size + 2}) + u32(7200) + u32(1) + vector(1, b'n') + u16({size})"
    pieces = (head, *["b't' * 16000"] * 4, f"b't' * {size - 64000} + u16(0)")
    return ", ".join(f"record(handshake, {piece})" for piece in pieces)


@wire_scenario("rfc8446:4.6.1:sizes", roles="client", tls="1.3")
def a_ticket_of_the_largest_size_is_accepted(subject, peer):
    """A ticket of 65535 bytes, which needs five records, does no harm."""
    return [handshake(subject, peer), peer.injects(_largest()), *_goes_on(subject, peer)]


@wire_scenario("rfc8446:4.6.1:sizes", "harness:bounded", roles="client", tls="1.3", sweep="none")
def many_tickets_of_the_largest_size_are_borne(subject, peer):
    """A hundred such tickets in a row, of 6 MB together, do no harm either."""
    return [handshake(subject, peer), peer.injects(*[_largest()] * 100), *_goes_on(subject, peer)]


@wire_scenario("rfc8446:4.6.1:lifetime-zero", roles="client", tls="1.3")
def a_ticket_without_a_lifetime_is_discarded(subject, peer):
    """A ticket whose lifetime is 0 is to be thrown away at once: the next connection does not offer it."""
    return [
        peer.configured(tickets=0),
        handshake(subject, peer),
        peer.injects(_ticket().replace("u32(7200)", "u32(0)")),
        *_goes_on(subject, peer),
        reconnect(resume=True),
        handshake(subject, peer),
        subject.never_sends("client_hello.extensions[pre_shared_key]"),
        subject.continues(),
    ]


@wire_scenario("rfc8446:4.2.11.1:age", roles="client", tls="1.3")
def the_age_of_a_ticket_is_not_told_in_clear(subject, peer):
    """A ticket with an age_add of 2^31 is offered with that on top of its age."""
    age = "client_hello.extensions[pre_shared_key].identities[0].age"
    return [
        peer.configured(tickets=0),
        handshake(subject, peer),
        peer.injects(_ticket().replace("u32(1)", "u32(0x80000000)")),
        *_goes_on(subject, peer),
        reconnect(resume=True),
        handshake(subject, peer),
        subject.sends(f"{age} >= 0x80000000"),
        subject.sends(f"{age} <= 0x80000000 + 7200000"),
        subject.continues(),
    ]


@wire_scenario("rfc5077:3.3:lifetime-zero", roles="client", tls="1.2")
def tls12_a_ticket_of_no_stated_lifetime_is_resumed(subject, peer):
    """In TLS 1.2 a lifetime hint of 0 says nothing about the lifetime: the ticket is offered and resumed."""
    return [
        peer.forges("new_session_ticket.lifetime = 0"),
        handshake(subject, peer),
        subject.continues(),
        reconnect(resume=True),
        handshake(subject, peer),
        subject.tells("session_reused").gives(True),
        subject.continues(),
    ]


@wire_scenario("rfc8446:4.6.1:fragments", roles="client", tls="1.3")
def a_ticket_in_many_records_is_accepted(subject, peer):
    """A ticket may be split over records, and two may share one."""
    body = "u32(7200) + u32(1) + vector(1, b'n') + vector(2, b't' * 40) + vector(2, b'')"
    whole = f"u8(4) + vector(3, {body})"
    pieces = ", ".join(f"record(handshake, {whole_at})" for whole_at in _pieces(body))
    return [
        handshake(subject, peer),
        peer.injects(f"record(handshake, {whole} + {whole})"),
        peer.injects(pieces),
        *_goes_on(subject, peer),
    ]


def _pieces(body):
    """The bytes of a ticket message, as expressions of one to forty bytes each."""
    lifetime, age_add, nonce, ticket, extensions = body.split(" + ")
    head = f"u8(4) + u24({4 + 4 + 2 + 42 + 2})"
    return [head, lifetime, f"{age_add} + {nonce}", ticket, extensions]


@wire_scenario("rfc8446:4.6.1:form", roles="client", tls="1.3")
def a_malformed_ticket_is_refused(subject, peer):
    """A NewSessionTicket that is empty, cut, or longer than its parts is refused: decode_error."""
    longer = _BODY.format(nonce="b'n'", ticket="b'ticket'", extensions="b''") + " + b'x'"
    bodies = ["b''", "u32(7200)", longer]
    lies = [f"message(new_session_ticket, {body})" for body in bodies]
    return ended_each(subject, peer, lies, "decode_error")


@wire_scenario("rfc8446:4.6.1:empty", roles="client", tls="1.3")
def an_empty_ticket_is_refused(subject, peer):
    """A ticket has at least one byte: an empty one is refused with decode_error, or illegal_parameter."""
    return [
        handshake(subject, peer),
        peer.injects(_ticket(ticket="b''")),
        subject.reads(100).raises(PROTOCOL_ERROR),
        subject.alerts("decode_error", "illegal_parameter"),
    ]


@wire_scenario("rfc8446:4.6.1:to-a-server", roles="server", tls="1.3")
def a_ticket_to_a_server_is_refused(subject, peer):
    """Tickets are for clients: a server refuses one with unexpected_message."""
    return [
        handshake(subject, peer),
        peer.injects(_ticket()),
        subject.reads(100).raises(PROTOCOL_ERROR),
        subject.alerts("unexpected_message"),
    ]


@wire_scenario("rfc8446:4.6.1:before-finished", roles="client", tls="1.3")
def a_ticket_before_finished_is_refused(subject, peer):
    """A ticket comes after the client's Finished; in the middle of the flight: unexpected_message."""
    lie = f"before(finished, {_ticket().replace('message(', 'hashed(', 1)})"
    return [peer.forges(lie), *refused(subject, peer, "unexpected_message")]


@wire_scenario("rfc8446:4.6.1:issued", roles="server", tls="1.3")
def a_servers_tickets_are_in_order(subject, peer):
    """A server's own tickets: seven days at most, early data by a number, and of two nothing is the same."""
    one, other = "new_session_ticket", "new_session_ticket_2"
    early = "new_session_ticket.extensions[early_data]"
    return [
        handshake(subject, peer),
        subject.continues(),
        subject.sends("new_session_ticket.lifetime <= 604800"),
        subject.sends("len(new_session_ticket.ticket) > 0"),
        # A server may invite early data and then refuse all of it (RFC 8446 section 4.2.10).
        subject.sends(f"absent({early}) or len({early}.data) == 4"),
        *(
            subject.sends(f"absent({other}) or {one}.{each} != {other}.{each}")
            for each in ("nonce", "age_add", "ticket")
        ),
    ]


@wire_scenario("rfc5077:3.3:form", roles="client", tls="1.2")
def tls12_a_malformed_ticket_is_refused(subject, peer):
    """A NewSessionTicket of TLS 1.2 that does not end where its ticket ends is refused: decode_error."""
    lies = ["new_session_ticket.body += b'\\0'", "new_session_ticket.ticket.length += 1"]
    return refused_each(subject, peer, lies, "decode_error", "illegal_parameter")


@wire_scenario("rfc5077:3.2:promised", roles="client", tls="1.2")
def tls12_a_ticket_that_was_promised_must_come(subject, peer):
    """A server that answers session_ticket sends one: change_cipher_spec instead is unexpected_message."""
    return [peer.forges("del new_session_ticket"), *refused(subject, peer, "unexpected_message")]


@wire_scenario("rfc5077:3.2:unpromised", roles="client", tls="1.2")
def tls12_a_ticket_that_was_not_promised_is_refused(subject, peer):
    """A server that did not answer session_ticket sends none: unexpected_message."""
    return [
        peer.forges("del server_hello.extensions[session_ticket]"),
        *refused(subject, peer, "unexpected_message"),
    ]


@wire_scenario("rfc5077:3.3:empty", roles="client", tls="1.2")
def tls12_an_empty_ticket_is_accepted(subject, peer):
    """A server that has changed its mind sends a ticket of no bytes: the handshake completes."""
    return [
        peer.forges("new_session_ticket.ticket = b''"),
        handshake(subject, peer),
        subject.continues(),
    ]
