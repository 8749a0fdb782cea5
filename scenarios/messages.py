"""Messages: the debugging hook of a context, which sees every handshake message and must change none.

`SSLContext._msg_callback` is private, but its docstring is a contract and tools are built on it; an
implementation without it is not asked. Its arguments: connection, direction, version, content type, message
type, data.
"""

from harness.scenario import (
    FOREIGN,
    MISUSE,
    READ,
    Act,
    Actor,
    Step,
    callback,
    handshake,
    py,
    reconnect,
    scenario,
    together,
)

_HANDSHAKE, _ALERT = 22, 21
_CLIENT_HELLO, _SERVER_HELLO, _FINISHED = 1, 2, 20


def _watched(subject: Actor, raises: str | None = None) -> list[Step]:
    return [
        subject.does(callback(raises=raises)).keeps("noted"),
        subject.context.sets("_msg_callback", subject.thing("noted")),
        reconnect(),
    ]


def _told(subject: Actor) -> object:
    """What was told so far, as a list of (direction, content type, message type), numbers as plain ints."""
    return py("list", py("map", py("operator.itemgetter", 1, 3, 4), subject.thing("noted").has("calls")))


def _was_told(subject: Actor, direction: str, kind: int) -> Act:
    return subject.does(py("operator.contains", _told(subject), (direction, _HANDSHAKE, kind))).gives(True)


def _talk(one: Actor, other: Actor) -> list[Step]:
    return [
        together(one.writes(b"to"), other.reads_exactly(b"to")),
        together(other.writes(b"fro"), one.reads_exactly(b"fro")),
    ]


@scenario("python:messages:handshake", drivers="bio sockets", peers="honest", sweep="none")
def the_hook_sees_the_handshake(client, server, subject, peer):
    """The hook is told the hellos and both Finished, each with its direction and its bytes."""
    sent = ("write", "read") if subject.side is client.side else ("read", "write")
    first = py("operator.getitem", subject.thing("noted").has("calls"), 0)
    return [
        *_watched(subject),
        handshake(client, server),
        _was_told(subject, sent[0], _CLIENT_HELLO),
        _was_told(subject, sent[1], _SERVER_HELLO),
        _was_told(subject, "write", _FINISHED),
        _was_told(subject, "read", _FINISHED),
        subject.does(py("len", first)).gives(6),
        subject.does(py("operator.is_", py("operator.getitem", first, 0), subject.connection)).gives(True),
        subject.does(py("type", py("operator.getitem", first, 5))).keeps("kind"),
        subject.does(py("operator.is_", subject.thing("kind"), py("type", b""))).gives(True),
        *_talk(subject, peer),
    ]


@scenario("python:messages:no-data", drivers="bio", peers="honest", sweep="none")
def the_hook_does_not_see_the_data(subject, peer):
    """Application data is not told to the hook, nor is anything after it was taken away."""
    return [
        *_watched(subject),
        handshake(subject, peer),
        *_talk(subject, peer),
        subject.does(
            py(
                "operator.contains",
                py("list", py("map", py("operator.itemgetter", 5), subject.thing("noted").has("calls"))),
                b"fro",
            )
        ).gives(False),
        subject.does(py("len", subject.thing("noted").has("calls"))).keeps("count"),
        subject.context.sets("_msg_callback", None),
        subject.context.has("_msg_callback").gives(None),
        reconnect(),
        handshake(subject, peer),
        subject.does(
            py("operator.eq", py("len", subject.thing("noted").has("calls")), subject.thing("count"))
        ).gives(True),
    ]


@scenario("python:messages:exception", drivers="bio", peers="honest", sweep="none")
def an_exception_in_the_hook_comes_after_the_operation(subject, peer):
    """What the hook raises comes out of the call that was under way, once its work is done.

    A write that has nothing else to say raises it; without the fault the connection is as it was.
    """
    table = subject.thing("table")
    return [
        subject.does(py("list", (0,))).keeps("table"),
        subject.does(callback(does=[py("operator.getitem", table, 0)])).keeps("noted"),
        subject.context.sets("_msg_callback", subject.thing("noted")),
        reconnect(),
        handshake(subject, peer),
        *_talk(subject, peer),
        table.calls("clear"),
        subject.connection.calls("write", b"told").raises(FOREIGN, exception="IndexError"),
        table.calls("append", 0),
        peer.reads_exactly(b"told"),
        *_talk(subject, peer),
    ]


@scenario("python:messages:exception-kept", drivers="bio", peers="honest", sweep="none")
def an_exception_in_the_hook_is_not_lost(subject, peer):
    """What the hook raises comes out even where the call has to wait: a tool's bug must not pass unseen."""
    return [
        *_watched(subject, raises="LookupError"),
        peer.handshakes().wants(READ),
        subject.connection.calls("do_handshake").raises(FOREIGN, exception="LookupError"),
    ]


@scenario("python:messages:set", drivers="module", roles="client", tls="1.3", peers="honest", sweep="none")
def only_a_function_can_be_the_hook(subject):
    """The hook is None at first, what cannot be called is a TypeError, and what was set is told."""
    return [
        subject.context.has("_msg_callback").gives(None),
        subject.context.sets("_msg_callback", 5).raises(MISUSE, exception="TypeError"),
        subject.does(callback()).keeps("noted"),
        subject.context.sets("_msg_callback", subject.thing("noted")),
        subject.does(py("operator.is_", subject.context.has("_msg_callback"), subject.thing("noted"))).gives(
            True
        ),
    ]
