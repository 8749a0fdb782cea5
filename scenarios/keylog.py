"""Key logs: what a context with a keylog_filename writes, for whom, and when it stops.

The log is a file without a name, reached as /dev/fd/N, so that nothing is left behind; it is read back
through its descriptor. The format is NSS's: a label, the ClientHello's random, a secret. A key log that lacks
a secret, or has another one, makes a recorded conversation unreadable to the person who debugs it.
"""

from harness.scenario import (
    FOREIGN,
    MISUSE,
    OS_ERROR,
    Act,
    Actor,
    Step,
    chain_file,
    constant,
    flights,
    handshake,
    key_file,
    module_scenario,
    py,
    reconnect,
    scenario,
    together,
)

_LINE = rb"(?m)^([A-Z_0-9]+) ([0-9a-fA-F]{64}) ([0-9a-fA-F]{64,})$"
_LABELS_13 = (
    b"CLIENT_HANDSHAKE_TRAFFIC_SECRET",
    b"CLIENT_TRAFFIC_SECRET_0",
    b"SERVER_HANDSHAKE_TRAFFIC_SECRET",
    b"SERVER_TRAFFIC_SECRET_0",
)


def _opened(subject: Actor, name: str = "log") -> Act:
    return subject.does(py("tempfile.TemporaryFile")).keeps(name)


def _path(subject: Actor, name: str = "log") -> object:
    """By which an implementation, in Python or not, can open it."""
    return py("operator.mod", "/dev/fd/%d", subject.thing(name).calls("fileno"))


def _logging(subject: Actor) -> list[Step]:
    """The subject's connections from here on are logged."""
    return [_opened(subject), subject.context.sets("keylog_filename", _path(subject)), reconnect()]


def _text(subject: Actor, name: str = "log") -> object:
    """All of a log."""
    return py("os.pread", subject.thing(name).calls("fileno"), 65536, 0)


def _lines(subject: Actor, name: str = "log") -> object:
    """Its lines, as a list of (label, random, secret); comments and blanks are left out."""
    return py("re.findall", _LINE, _text(subject, name))


def _column(subject: Actor, number: int, name: str = "log") -> object:
    """What stands in one column, each once, in order."""
    column = py("map", py("operator.itemgetter", number), _lines(subject, name))
    return py("sorted", py("set", column))


def _count(subject: Actor, name: str = "log") -> object:
    return py("len", _lines(subject, name))


def _talk(one: Actor, other: Actor) -> list[Step]:
    return [
        together(one.writes(b"to"), other.reads_exactly(b"to")),
        together(other.writes(b"fro"), one.reads_exactly(b"fro")),
    ]


# -- what is in it ------------------------------------------------------------------------------------------


@scenario("python:keylog:tls12", drivers="bio sockets", tls="1.2", peers="honest", sweep="none")
def tls12_has_one_line_for_a_connection(subject, peer):
    """A TLS 1.2 connection is one CLIENT_RANDOM line with its master secret, 48 bytes, nothing else."""
    return [
        *_logging(subject),
        handshake(subject, peer),
        subject.does(_column(subject, 0)).gives([b"CLIENT_RANDOM"]),
        subject.does(_count(subject)).gives(1),
        subject.does(py("len", py("operator.getitem", _column(subject, 2), 0))).gives(96),
        *_talk(subject, peer),
    ]


@scenario("python:keylog:tls13", drivers="bio sockets", tls="1.3", peers="honest", sweep="none")
def tls13_has_a_line_for_each_secret(subject, peer):
    """A TLS 1.3 connection has its handshake and traffic secrets of both directions, under one random."""
    return [
        *_logging(subject),
        handshake(subject, peer),
        subject.does(py("operator.le", py("set", _LABELS_13), py("set", _column(subject, 0)))).gives(True),
        subject.does(py("len", _column(subject, 1))).gives(1),
        subject.does(py("operator.eq", py("len", _column(subject, 2)), _count(subject))).gives(True),
        *_talk(subject, peer),
    ]


@scenario("python:keylog:random", drivers="module", roles="client", peers="honest", sweep="none")
def every_line_names_its_client_hello(subject):
    """The random in each line is the ClientHello's: by it a reader finds the conversation a secret is for.

    Client and server log to two files and write down the same secrets.
    """
    hello = subject.thing("hello")
    client, server = subject.thing("client"), subject.thing("server")
    first, *others = flights(client, server)
    return [
        *_both_log(subject),
        first,
        subject.thing("to_server").calls("read").keeps("hello"),
        subject.thing("to_server").calls("write", hello),
        *others,
        subject.does(_column(subject, 1, "client_log")).keeps("randoms"),
        subject.does(py("len", subject.thing("randoms"))).gives(1),
        subject.does(py("len", py("operator.getitem", subject.thing("randoms"), 0))).gives(64),
        subject.does(
            py(
                "operator.contains",
                hello,
                py("binascii.unhexlify", py("operator.getitem", subject.thing("randoms"), 0)),
            )
        ).gives(True),
        subject.does(
            py(
                "operator.eq",
                py("sorted", _lines(subject, "client_log")),
                py("sorted", _lines(subject, "server_log")),
            )
        ).gives(True),
    ]


def _both_log(subject: Actor) -> list[Act]:
    """`client` and `server` over `to_client` and `to_server`, each with a log of its own."""
    to_client, to_server = subject.thing("to_client"), subject.thing("to_server")
    server_context = subject.thing("server_context")
    return [
        _opened(subject, "client_log"),
        _opened(subject, "server_log"),
        subject.ssl.calls("SSLContext", subject.ssl.has("PROTOCOL_TLS_SERVER")).keeps("server_context"),
        server_context.calls("load_cert_chain", chain_file("ecdsa"), key_file("ecdsa")),
        subject.context.sets("keylog_filename", _path(subject, "client_log")),
        server_context.sets("keylog_filename", _path(subject, "server_log")),
        subject.ssl.calls("MemoryBIO").keeps("to_client"),
        subject.ssl.calls("MemoryBIO").keeps("to_server"),
        subject.context.calls("wrap_bio", to_client, to_server, server_hostname="localhost").keeps("client"),
        server_context.calls("wrap_bio", to_server, to_client, server_side=True).keeps("server"),
    ]


@scenario("python:keylog:each", drivers="bio sockets", peers="honest", sweep="none")
def every_connection_is_logged(subject, peer):
    """Each connection of the context adds its lines, under its own random and with its own secrets."""
    return [
        *_logging(subject),
        handshake(subject, peer),
        subject.does(_count(subject)).keeps("first"),
        reconnect(),
        handshake(subject, peer),
        subject.does(py("operator.gt", _count(subject), subject.thing("first"))).gives(True),
        subject.does(py("len", _column(subject, 1))).gives(2),
        subject.does(py("operator.eq", py("len", _column(subject, 2)), _count(subject))).gives(True),
    ]


# -- when it is written -------------------------------------------------------------------------------------


@scenario("python:keylog:append", drivers="bio", peers="honest", sweep="none")
def what_is_in_the_file_stays(subject, peer):
    """The file is appended to: the log of yesterday, or of another context, is not lost."""
    log = subject.thing("log")
    return [
        _opened(subject),
        log.calls("write", b"# what was there before\n"),
        log.calls("flush"),
        subject.context.sets("keylog_filename", _path(subject)),
        reconnect(),
        handshake(subject, peer),
        subject.does(py("operator.getitem", _text(subject), py("slice", 0, 24))).gives(
            b"# what was there before\n"
        ),
        subject.does(py("operator.ge", _count(subject), 1)).gives(True),
    ]


@scenario("python:keylog:off", drivers="bio", peers="honest", sweep="none")
def none_ends_the_log(subject, peer):
    """Set to None, nothing more is written: keys must not go on leaking into a forgotten file."""
    return [
        *_logging(subject),
        handshake(subject, peer),
        subject.does(_count(subject)).keeps("first"),
        subject.context.sets("keylog_filename", None),
        subject.context.has("keylog_filename").gives(None),
        reconnect(),
        handshake(subject, peer),
        *_talk(subject, peer),
        subject.does(py("operator.eq", _count(subject), subject.thing("first"))).gives(True),
    ]


@scenario("python:keylog:moved", drivers="bio", peers="honest", sweep="none")
def another_path_is_another_log(subject, peer):
    """Set to another path, what is written goes there and nowhere else."""
    return [
        *_logging(subject),
        handshake(subject, peer),
        subject.does(_count(subject)).keeps("first"),
        _opened(subject, "second_log"),
        subject.context.sets("keylog_filename", _path(subject, "second_log")),
        reconnect(),
        handshake(subject, peer),
        subject.does(py("operator.eq", _count(subject), subject.thing("first"))).gives(True),
        subject.does(py("operator.ge", _count(subject, "second_log"), 1)).gives(True),
    ]


@scenario("python:keylog:other-context", drivers="bio", roles="client", peers="honest", sweep="none")
def another_context_is_not_logged(subject, peer):
    """Only the connections of the context that was told to log are logged."""
    return [
        _opened(subject),
        subject.ssl.calls("SSLContext", subject.ssl.has("PROTOCOL_TLS_CLIENT")).keeps("other"),
        subject.thing("other").sets("keylog_filename", _path(subject)),
        reconnect(),
        handshake(subject, peer),
        subject.context.has("keylog_filename").gives(None),
        subject.does(_count(subject)).gives(0),
    ]


@scenario("python:keylog:setting", drivers="module", tls="1.3", peers="honest", sweep="none")
def it_is_off_until_it_is_given_a_path(subject):
    """keylog_filename is None at first, then the path given; a directory or a number is refused when set."""
    return [
        _opened(subject),
        subject.context.has("keylog_filename").gives(None),
        subject.context.sets("keylog_filename", 1).raises(MISUSE, exception="TypeError"),
        subject.context.sets("keylog_filename", "/").raises(OS_ERROR),
        subject.context.has("keylog_filename").gives(None),
        subject.context.sets("keylog_filename", _path(subject)),
        subject.does(py("isinstance", subject.context.has("keylog_filename"), constant("str"))).gives(True),
        subject.does(py("operator.eq", subject.context.has("keylog_filename"), _path(subject))).gives(True),
        subject.context.sets("keylog_filename", None),
        subject.context.has("keylog_filename").gives(None),
    ]


# By itself, because deleting it has crashed: that costs this cell alone.
@module_scenario("python:keylog:no-delete")
def the_path_of_the_log_is_not_deleted(subject):
    """Deleting keylog_filename raises AttributeError or TypeError: it is None that ends the log."""
    deleted = (
        subject.does(py("delattr", subject.context, "keylog_filename"))
        .raises(FOREIGN, exception="AttributeError")
        .or_raises(MISUSE, exception="TypeError")
    )
    return [
        subject.context.has("keylog_filename").gives(None),
        deleted,
        _opened(subject),
        subject.context.sets("keylog_filename", _path(subject)),
        deleted,
        subject.does(py("operator.eq", subject.context.has("keylog_filename"), _path(subject))).gives(True),
    ]
