"""asyncio: a task that waits for TLS is cancelled, and nobody is called for it any more."""

from harness.scenario import (
    FOREIGN,
    Actor,
    Step,
    callback,
    py,
    rests,
    scenario,
    wire_socket,
)


def _started(subject: Actor, what: object) -> list[Step]:
    """A task that awaits `what`; it is kept in a box, for a task that is an outcome would be awaited."""
    task = subject.thing("loop").calls("create_task", what)
    return [subject.does(py("types.SimpleNamespace", task=task)).keeps("held"), rests(subject)]


def _cancelled(subject: Actor) -> list[Step]:
    return [
        subject.does(py("operator.call", subject.thing("held").has("task.cancel"))).gives(True),
        subject.thing("held").has("task").raises(FOREIGN, exception="CancelledError"),
    ]


@scenario(
    "python:asyncio:handshake:cancelled-quiet",
    drivers="asyncio-protocol",
    roles="client",
    sweep="none",
    peers="honest tlslite",
)
def nobody_is_called_for_a_cancelled_connection(client, server):
    """create_connection() is cancelled in the handshake: its protocol hears nothing, nothing is reported."""
    made = callback(returns=client.thing("mine"))
    connecting = client.thing("loop").calls(
        "create_connection", made, sock=wire_socket(), ssl=client.context, server_hostname="localhost"
    )
    protocol = client.thing("protocol")
    return [
        client.configured(entrance="start-tls", handshake_timeout=5),
        client.does(py("operator.call", py("type", protocol), client.thing("loop"))).keeps("mine"),
        *_started(client, connecting),
        *_cancelled(client),
        client.thing("loop").has("wire.closed").gives(True),
        rests(client, 100),
        client.thing("mine").has("callbacks").gives([]),
        client.thing("loop").has("reports").gives([]),
    ]


@scenario(
    "python:asyncio:handshake:cancelled-quiet",
    drivers="asyncio",
    sweep="none",
    tls="1.3",
    peers="honest tlslite",
)
def nothing_is_reported_of_a_cancelled_upgrade(subject, peer, server):
    """start_tls() is cancelled in the handshake: the wire is closed, and nothing is left to be reported."""
    role = {"server_side": True} if subject == server else {"server_hostname": "localhost"}
    of = (subject.connection, subject.thing("protocol"), subject.context)
    return [
        subject.configured(entrance="start-tls", handshake_timeout=5),
        rests(subject),
        *_started(subject, subject.thing("loop").calls("start_tls", *of, **role)),
        *_cancelled(subject),
        rests(subject, 100),
        subject.thing("loop").has("wire.closed").gives(True),
        subject.thing("loop").has("reports").gives([]),
    ]
