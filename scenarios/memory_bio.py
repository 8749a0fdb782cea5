"""MemoryBIO: a buffer of bytes with an end, which TLS without a network stands on."""

from harness.models import MemoryBioModel
from harness.scenario import (
    FOREIGN,
    MISUSE,
    PROTOCOL_ERROR,
    Act,
    Actor,
    Thing,
    constant,
    module_scenario,
    payload,
    py,
    same,
)


def _new(subject: Actor, name: str = "bio"):
    return subject.ssl.calls("MemoryBIO").keeps(name)


def _holds(bio, data: bytes):
    """It has just these bytes, and gives them."""
    return [bio.has("pending").gives(len(data)), bio.calls("read").gives(data)]


# -- reading ------------------------------------------------------------------------------------------------


@module_scenario("python:memorybio:empty")
def an_empty_bio_gives_nothing(subject):
    """Reading an empty MemoryBIO gives b"" and changes nothing: draining loops need no special case."""
    bio = subject.thing("bio")
    return [
        _new(subject),
        bio.calls("read").gives(b""),
        bio.calls("read", 10).gives(b""),
        bio.has("pending").gives(0),
        bio.has("eof").gives(False),
    ]


@module_scenario("python:memorybio:read-size")
def read_takes_at_most_so_many_bytes(subject):
    """read(n) takes n bytes from the front, or all when there are fewer; read(0) takes none."""
    bio = subject.thing("bio")
    return [
        _new(subject),
        bio.calls("write", b"abcdef").gives(6),
        bio.calls("read", 0).gives(b""),
        bio.calls("read", 2).gives(b"ab"),
        bio.calls("write", b"gh").gives(2),
        bio.calls("read", 3).gives(b"cde"),
        bio.calls("read", 100).gives(b"fgh"),
        bio.has("pending").gives(0),
    ]


@module_scenario("python:memorybio:read-all")
def read_without_a_size_takes_all(subject):
    """read() and a read of any negative size take everything there is."""
    bio = subject.thing("bio")
    return [
        _new(subject),
        bio.calls("write", b"abc").gives(3),
        bio.calls("read").gives(b"abc"),
        bio.calls("write", b"def").gives(3),
        bio.calls("read", -1).gives(b"def"),
        bio.calls("write", b"ghi").gives(3),
        bio.calls("read", -5).gives(b"ghi"),
        bio.has("pending").gives(0),
    ]


@module_scenario("python:memorybio:read-size-type")
def a_size_is_an_integer(subject):
    """A size that is no integer is a TypeError, and nothing is taken: it must not read as "everything"."""
    bio = subject.thing("bio")
    return [
        _new(subject),
        bio.calls("write", b"abc").gives(3),
        bio.calls("read", None).raises(MISUSE, exception="TypeError"),
        bio.calls("read", 1.0).raises(MISUSE, exception="TypeError"),
        bio.calls("read", "1").raises(MISUSE, exception="TypeError"),
        *_holds(bio, b"abc"),
    ]


@module_scenario("python:memorybio:fresh-bytes")
def what_was_read_is_the_readers_own(subject):
    """A read gives bytes, whatever was written, and they stay as they are when the buffer is used again."""
    bio, first = subject.thing("bio"), subject.thing("first")
    return [
        _new(subject),
        bio.calls("write", py("bytearray", b"abcdef")).gives(6),
        bio.calls("read", 3).keeps("first"),
        bio.calls("write", b"ghijkl").gives(6),
        bio.calls("read").gives(b"defghijkl"),
        first.equals(b"abc"),
        subject.does(same(py("type", first), constant("bytes"))).gives(True),
    ]


# -- how much there is --------------------------------------------------------------------------------------


@module_scenario("python:memorybio:pending")
def pending_is_what_can_be_read(subject):
    """What is `pending` is the number of bytes written and not read yet, after every call."""
    bio = subject.thing("bio")
    return [
        _new(subject),
        bio.has("pending").gives(0),
        bio.calls("write", b"abc").gives(3),
        bio.has("pending").gives(3),
        bio.calls("read", 1).gives(b"a"),
        bio.has("pending").gives(2),
        bio.calls("write", b"de").gives(2),
        bio.has("pending").gives(4),
        bio.calls("read", 3).gives(b"bcd"),
        bio.has("pending").gives(1),
        bio.calls("write_eof").gives(None),
        bio.has("pending").gives(1),
        bio.calls("read").gives(b"e"),
        bio.has("pending").gives(0),
    ]


@module_scenario("python:memorybio:unbounded")
def a_bio_has_no_limit(subject):
    """Megabytes go in with one write and come out whole: there is no peer that could make room."""
    bio, megabyte = subject.thing("bio"), payload(1 << 20)
    return [
        _new(subject),
        *(bio.calls("write", megabyte).gives(1 << 20) for _ in range(8)),
        bio.has("pending").gives(8 << 20),
        bio.calls("read", 1 << 20).gives(megabyte),
        bio.has("pending").gives(7 << 20),
        subject.does(py("len", bio.calls("read"))).gives(7 << 20),
        bio.has("pending").gives(0),
    ]


@module_scenario("python:memorybio:independent")
def two_bios_share_nothing(subject):
    """What is written into one MemoryBIO, and the end of one, is not in another."""
    one, other = subject.thing("one"), subject.thing("other")
    return [
        _new(subject, "one"),
        _new(subject, "other"),
        one.calls("write", b"abc").gives(3),
        one.calls("write_eof").gives(None),
        other.has("pending").gives(0),
        other.has("eof").gives(False),
        other.calls("write", b"def").gives(3),
        *_holds(one, b"abc"),
        *_holds(other, b"def"),
    ]


@module_scenario("python:memorybio:read-only")
def pending_and_eof_are_not_to_be_set(subject):
    """The attributes pending and eof tell; setting them raises AttributeError and changes neither."""
    bio = subject.thing("bio")
    return [
        _new(subject),
        bio.calls("write", b"abc").gives(3),
        bio.sets("pending", 0).raises(FOREIGN, exception="AttributeError"),
        bio.sets("eof", True).raises(FOREIGN, exception="AttributeError"),
        bio.has("eof").gives(False),
        *_holds(bio, b"abc"),
    ]


@module_scenario("python:memorybio:constructor")
def a_bio_begins_empty(subject):
    """MemoryBIO takes no arguments: bytes given to it would go nowhere, so they are a TypeError."""
    return [
        subject.ssl.calls("MemoryBIO", b"data").raises(MISUSE, exception="TypeError"),
        _new(subject),
        *_holds(subject.thing("bio"), b""),
    ]


# -- the end ------------------------------------------------------------------------------------------------


@module_scenario("python:memorybio:eof")
def eof_waits_for_the_last_byte(subject):
    """The attribute eof becomes True with the read of the last byte, no read earlier or later, and stays."""
    bio = subject.thing("bio")
    return [
        _new(subject),
        bio.calls("write", b"ab").gives(2),
        bio.calls("write_eof").gives(None),
        bio.has("eof").gives(False),
        bio.calls("read", 1).gives(b"a"),
        bio.has("eof").gives(False),
        bio.calls("read", 1).gives(b"b"),
        bio.has("eof").gives(True),
        bio.calls("read").gives(b""),
        bio.has("eof").gives(True),
    ]


@module_scenario("python:memorybio:eof-at-once")
def an_empty_bio_ends_at_once(subject):
    """The end of an empty MemoryBIO is reached as soon as it is told; saying so again is no error."""
    bio = subject.thing("bio")
    return [
        _new(subject),
        bio.calls("write_eof").gives(None),
        bio.has("eof").gives(True),
        bio.calls("write_eof").gives(None),
        bio.has("eof").gives(True),
        bio.calls("read").gives(b""),
    ]


@module_scenario("python:memorybio:eof-untold")
def a_drained_bio_has_not_ended(subject):
    """Without write_eof() a MemoryBIO never ends, however often it is drained: more may come."""
    bio = subject.thing("bio")
    return [
        _new(subject),
        bio.calls("write", b"ab").gives(2),
        bio.calls("read").gives(b"ab"),
        bio.calls("read").gives(b""),
        bio.has("eof").gives(False),
        bio.calls("write", b"cd").gives(2),
        *_holds(bio, b"cd"),
        bio.has("eof").gives(False),
    ]


@module_scenario("python:memorybio:write-after-eof")
def nothing_can_be_written_behind_the_end(subject):
    """After write_eof() even an empty write raises SSLError, and what was written before stays readable."""
    bio = subject.thing("bio")
    return [
        _new(subject),
        bio.calls("write", b"ab").gives(2),
        bio.calls("write_eof").gives(None),
        bio.calls("write", b"c").raises(PROTOCOL_ERROR, exception="SSLError"),
        bio.calls("write", b"").raises(PROTOCOL_ERROR, exception="SSLError"),
        *_holds(bio, b"ab"),
        bio.calls("write", b"c").raises(PROTOCOL_ERROR, exception="SSLError"),
        bio.has("eof").gives(True),
    ]


# -- everything at once -------------------------------------------------------------------------------------

_MOVES = 100
_WRONG = (None, "text", 7, True, [1])


@module_scenario(
    "python:memorybio:write-count",
    "python:memorybio:read-size",
    "python:memorybio:pending",
    "python:memorybio:eof",
    seeds=20,
)
def any_sequence_of_calls_fits_the_model(subject, dice):
    """A hundred calls in any order, with data of every type, answer as a bytearray and a flag would."""
    bio, model = subject.thing("bio"), MemoryBioModel()
    steps = [_new(subject)]
    ending = dice.randrange(_MOVES * 2)  # in half of all walks the end is told
    for number in range(_MOVES):
        if number == ending:
            model.write_eof()
            steps.append(bio.calls("write_eof").gives(None))
        steps.append(_move(bio, model, dice))
        steps.append(bio.has("pending").gives(model.pending))
        steps.append(bio.has("eof").gives(model.eof))
    return [*steps, bio.calls("read").gives(model.read())]


def _move(bio: Thing, model: MemoryBioModel, dice) -> Act:
    """One call, with the answer of the model."""
    if dice.random() < 0.1 and not model.ended:
        return bio.calls("write", dice.choice(_WRONG)).raises(MISUSE, exception="TypeError")
    if dice.random() < 0.5:
        size = dice.choice((-1, -9, 0, 1, 2, dice.randrange(100), dice.randrange(70000), 1 << 20))
        return bio.calls("read", size).gives(model.read(size))
    data = dice.randbytes(2 * dice.choice((0, 1, 2, dice.randrange(50), dice.randrange(32769))))
    write = bio.calls("write", _as_some_type(data, dice))
    if model.ended:
        return write.raises(PROTOCOL_ERROR, exception="SSLError")
    return write.gives(model.write(data))


def _as_some_type(data: bytes, dice) -> object:
    """The same bytes in an object of one type or another."""
    before, behind = dice.randbytes(dice.randrange(3)), dice.randbytes(dice.randrange(3))
    middle = py("slice", len(before), len(before) + len(data))
    return dice.choice(
        (
            data,
            py("bytearray", data),
            py("memoryview", py("bytearray", data)),
            py("operator.getitem", py("memoryview", before + data + behind), middle),
            py("array.array", "H", data),
        )
    )
