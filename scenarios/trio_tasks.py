"""trio's SSLStream among tasks: two calls at once, calls that are given up, and checkpoints in between."""

from harness.scenario import (
    MISUSE,
    OS_ERROR,
    READ,
    WRITE,
    Act,
    Actor,
    Step,
    handshake,
    in_turn,
    payload,
    py,
    scenario,
)

_BROKEN = "BrokenResourceError"
_CLOSED = "ClosedResourceError"
_BUSY = "BusyResourceError"


def _begun(subject: Actor, call: Act) -> Act:
    """The call in a task of its own, which is kept as "held"."""
    return subject.thing("tasks").calls("start", call).keeps("held")


def _given_up(subject: Actor, call: Act) -> Act:
    """The call in a scope that is cancelled already: what it gives, or b"" where it gives up."""
    return subject.thing("tasks").calls("given_up", call)


def _is_checkpoint(subject: Actor, call: Act) -> Act:
    return subject.thing("tasks").calls("checkpoint", call).gives(True)


# -- two calls at once --------------------------------------------------------------------------------------


@scenario("trio:conflict:send", drivers="trio", peers="honest tlslite", sweep="none")
def one_task_sends_at_a_time(subject, peer):
    """While send_all() waits all else that sends raises BusyResourceError; receiving goes on."""
    connection, data = subject.connection, payload(40_000)
    busy = [
        connection.calls("send_all", b"me too"),
        connection.calls("send_all", b""),
        connection.calls("wait_send_all_might_not_block"),
        connection.calls("unwrap"),
    ]
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        _begun(subject, connection.calls("send_all", data)),
        *[call.raises(MISUSE, exception=_BUSY) for call in busy],
        peer.writes(b"meanwhile"),
        connection.calls("receive_some", 100).gives(b"meanwhile"),
        peer.takes_again(),
        peer.reads_exactly(data),
        subject.thing("held").calls("result").gives(None),
    ]


@scenario("trio:conflict:receive", drivers="trio", peers="honest tlslite", sweep="none")
def one_task_receives_at_a_time(subject, peer):
    """While receive_some() waits another and unwrap() raise BusyResourceError; sending goes on."""
    connection = subject.connection
    return [
        handshake(subject, peer),
        _begun(subject, connection.calls("receive_some", 100)),
        connection.calls("receive_some", 50).raises(MISUSE, exception=_BUSY),
        connection.calls("receive_some").raises(MISUSE, exception=_BUSY),
        connection.calls("unwrap").raises(MISUSE, exception=_BUSY),
        connection.calls("send_all", b"meanwhile").gives(None),
        peer.reads(100).gives(b"meanwhile"),
        peer.writes(b"data"),
        subject.thing("held").calls("result").gives(b"data"),
    ]


@scenario("trio:conflict:send", drivers="trio", peers="honest tlslite", sweep="none")
def two_sends_that_begin_at_once_are_one_too_many(subject, peer):
    """Of two calls that send and begin at once one raises BusyResourceError, though neither has to wait."""
    waiting = subject.connection.calls("wait_send_all_might_not_block")
    sending = subject.connection.calls("send_all", b"data")

    def outcome(name: str) -> object:
        return py("type", subject.thing("both").has(f"{name}.error"))

    def at_once(one: Act, other: Act) -> list[Step]:
        start = subject.thing("tasks")
        both = py("types.SimpleNamespace", one=start.calls("start", one), other=start.calls("start", other))
        return [
            handshake(subject, peer),
            subject.does(both).keeps("both"),
            # trio does not say which of the two is first
            subject.does(py("len", py("set", [outcome("one"), outcome("other")]))).gives(2),
        ]

    return in_turn([at_once(waiting, waiting), at_once(sending, sending)])


# -- calls that are given up --------------------------------------------------------------------------------


@scenario("trio:cancelled:send", drivers="trio", peers="honest tlslite", sweep="none")
def a_send_that_was_given_up_breaks_the_stream(subject, peer):
    """send_all() is cancelled when a part of a record has left: nothing more is sent behind it."""
    connection = subject.connection
    return [
        handshake(subject, peer),
        peer.stops_taking(),
        connection.calls("send_all", payload(40_000)).wants(WRITE),
        connection.calls("send_all", b"more").raises(OS_ERROR, exception=_BROKEN),
        connection.calls("receive_some", 100).raises(OS_ERROR, exception=_BROKEN),
        connection.calls("do_handshake").raises(OS_ERROR, exception=_BROKEN),
        connection.calls("unwrap").raises(OS_ERROR, exception=_BROKEN),
        connection.calls("aclose").gives(None),
        subject.thing("wire").has("closed").gives(True),
    ]


@scenario("trio:cancelled:send", drivers="trio", peers="honest tlslite", sweep="none")
def a_send_that_never_began_sends_nothing(subject, peer):
    """send_all() in a scope cancelled before breaks the stream or leaves it whole; nothing half is sent."""
    return [
        handshake(subject, peer),
        _given_up(subject, subject.connection.calls("send_all", b"never sent")).gives(b""),
        subject.connection.calls("send_all", b"more").gives(None).or_raises(OS_ERROR, exception=_BROKEN),
        peer.reads(100).gives(b"more").or_wants(READ),
    ]


@scenario("trio:cancelled:handshake", drivers="trio", peers="honest tlslite", sweep="none")
def a_handshake_that_was_given_up_breaks_the_stream(subject, peer):
    """Whichever call did the handshake that is cancelled: those after it fail, and do not wait for nobody."""
    connection = subject.connection
    doing = [
        connection.calls("do_handshake"),
        connection.calls("receive_some", 10),
        connection.calls("send_all", b"first"),
    ]
    broken = [
        connection.calls("send_all", b"data").raises(OS_ERROR, exception=_BROKEN),
        connection.calls("receive_some", 100).raises(OS_ERROR, exception=_BROKEN),
        connection.calls("do_handshake").raises(OS_ERROR, exception=_BROKEN),
        connection.calls("unwrap").raises(OS_ERROR, exception=_BROKEN),
        connection.calls("aclose").gives(None),
        subject.thing("wire").has("closed").gives(True),
    ]
    return in_turn([[each.wants(READ), *broken] for each in doing])


@scenario("trio:cancelled:receive", drivers="trio", peers="honest tlslite")
def a_receive_that_was_given_up_loses_nothing(subject, peer):
    """receive_some() is cancelled while it waits: what comes then is for the next one, all of it."""
    connection = subject.connection
    return [
        handshake(subject, peer),
        connection.calls("receive_some", 100).wants(READ),
        connection.calls("send_all", b"hello").gives(None),
        peer.reads(100).gives(b"hello"),
        peer.writes(b"data"),
        subject.reads_exactly(b"data"),
    ]


@scenario("trio:cancelled:receive", drivers="trio", peers="honest tlslite", sweep="none")
def a_receive_that_is_too_late_loses_nothing(subject, peer):
    """receive_some() in a scope cancelled before gives what is there or leaves it where it is."""
    connection, sum_of_both = subject.connection, py("operator.add", *map(subject.thing, ("early", "next")))
    return [
        handshake(subject, peer),
        peer.writes(b"one"),
        peer.writes(b"two"),
        peer.writes(b"three"),
        connection.calls("receive_some", 100).gives(b"one"),
        _given_up(subject, connection.calls("receive_some", 100)).keeps("early"),
        connection.calls("receive_some", 100).keeps("next"),
        subject.does(py("operator.contains", sum_of_both, b"two")).gives(True),
    ]


@scenario("trio:cancelled:aclose", drivers="trio", peers="honest tlslite", sweep="none")
def an_aclose_that_was_given_up_has_closed(subject, peer):
    """aclose() in a scope cancelled before closes the transport all the same, and so is the stream closed."""
    return in_turn(
        [
            subject.configured(https_compatible=https_compatible),
            handshake(subject, peer),
            _given_up(subject, subject.connection.calls("aclose")),
            subject.thing("wire").has("closed").gives(True),
            subject.connection.calls("send_all", b"late").raises(OS_ERROR, exception=_CLOSED),
            subject.connection.calls("aclose").gives(None),
        ]
        for https_compatible in (False, True)
    )


@scenario("trio:cancelled:aclose", drivers="trio", peers="honest tlslite", sweep="none")
def an_aclose_without_a_handshake_can_be_given_up(subject, peer):
    """aclose() of a fresh stream waits for the handshake; when it is cancelled the transport is closed."""
    connection = subject.connection
    return [
        connection.calls("aclose").wants(READ),
        connection.calls("send_all", b"late").raises(OS_ERROR, exception=_CLOSED),
        subject.thing("wire").has("closed").gives(True),
    ]


# -- checkpoints --------------------------------------------------------------------------------------------


@scenario("trio:checkpoints", drivers="trio", peers="honest tlslite", sweep="none")
def every_call_lets_others_run(subject, peer):
    """Calls that need not wait are checkpoints too: a long backlog, or many sends, starve no other task."""
    connection = subject.connection
    never_waiting = [
        connection.calls("do_handshake"),
        connection.calls("send_all", b"data"),
        connection.calls("send_all", b""),
        connection.calls("wait_send_all_might_not_block"),
        connection.calls("receive_some", 2),  # a part of the record
        connection.calls("receive_some"),  # the rest of it
        connection.calls("receive_some"),  # the next, which came with it
    ]
    return [
        handshake(subject, peer),
        peer.writes(b"one"),
        peer.writes(b"two"),
        peer.writes(b"three"),
        connection.calls("receive_some", 100).gives(b"one"),
        *[_is_checkpoint(subject, call) for call in never_waiting],
        peer.closes().anything(),
        *[_is_checkpoint(subject, connection.calls("receive_some", 10)) for _ in range(2)],
        *[_is_checkpoint(subject, connection.calls("aclose")) for _ in range(2)],
    ]


@scenario("trio:checkpoints", drivers="trio", peers="honest tlslite", sweep="none")
def unwrapping_lets_others_run(subject, peer):
    """unwrap() is a checkpoint where the other end's closure alert has come before it."""
    return [
        handshake(subject, peer),
        peer.closes().anything(),
        subject.reads(100).ends(),
        _is_checkpoint(subject, subject.connection.calls("unwrap")),
    ]
