"""Lies by choice: edits of what a peer sends, and items it sends besides, in their text form.

The places stand in `harness.wire.layouts`: every field of every message a role sends in a version, every
length, item and slice. What is made reads and passes its check (`harness.edits`); whether the message at
hand has such an item is another matter. docs/edits.md is the language.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from harness.fuzz.choose import Choose
from harness.names import Role, Tls
from harness.wire.layouts import Extension, extensions_in, layout_of
from harness.wire.tree import Either, Fields, Layout, Many, U, Vec

#: Numbers at the borders of their fields, and some that are nobody's.
_NUMBERS = (0, 1, 2, 3, 4, 16, 29, 32, 127, 128, 255, 256, 0x0301, 0x0303, 0x0304, 0x0A0A, 0x7FFF, 0xFFFF)
_SIZES = (1, 0, 2, 3, 16, 31, 33, 255, 256, 1000, 16384)
_MESSAGES: dict[tuple[Tls, Role], tuple[str, ...]] = {
    (Tls.V13, Role.SERVER): (
        "server_hello", "encrypted_extensions", "certificate", "certificate_verify", "finished",
        "new_session_ticket", "certificate_request", "hello_retry_request", "key_update",
    ),
    (Tls.V13, Role.CLIENT): ("client_hello", "finished", "certificate", "certificate_verify", "key_update"),
    (Tls.V12, Role.SERVER): (
        "server_hello", "certificate", "server_key_exchange", "server_hello_done", "finished",
        "certificate_request",
    ),
    (Tls.V12, Role.CLIENT): (
        "client_hello", "client_key_exchange", "finished", "certificate", "certificate_verify",
    ),
}  # fmt: skip
_RECORDS = ("application_data", "alert", "change_cipher_spec")


@dataclass(frozen=True)
class Spot:
    """A place in a message. kind: "number", "bytes", "list" or "item"; width: of a number, in bytes.

    element: what the items of a list are made from: "number" or "bytes".
    """

    path: str
    kind: str
    width: int = 0
    element: str = "bytes"


def lie(choose: Choose, tls: Tls, sender: Role) -> tuple[str, str]:
    """An edit of what that role sends in that version, and the message or record it is aimed at."""
    what = choose.number(0, 5)
    if what == 5:
        records = _RECORDS[:2] if tls is Tls.V13 else _RECORDS
        record = choose.pick(records)
        return _framing(choose, tls, record), record
    message = choose.pick(_MESSAGES[tls, sender])
    if what == 4:
        return _framing(choose, tls, message), message
    if what == 3:
        return _order(choose, tls, message), message
    return _change(choose, spot(choose, message, tls)), message


# -- places in a message ---------------------------------------------------------------------------------


def spot(choose: Choose, message: str, tls: Tls) -> Spot:
    """A field, length, list or item of a message."""
    layout = layout_of(message, tls)
    assert layout is not None, message
    body = dict(layout.parts)["body"]
    assert isinstance(body, Vec)
    match choose.number(0, 9):
        case 8:
            return Spot(f"{message}.type", "number", 1)
        case 9:
            return Spot(f"{message}.body.length", "number", body.width)
    return _within(choose, body.inner, message, f"{message}.body")


def _within(choose: Choose, layout: Layout, path: str, whole: str) -> Spot:
    """A place inside what stands at `path`; `whole` is how it is called itself."""
    match layout:
        case U(width):
            return Spot(whole, "number", width)
        case Either(choices):
            return _within(choose, choose.pick(choices), path, whole)
        case Fields(parts) if parts:
            name, inner = choose.pick(parts)
            return _within(choose, inner, f"{path}.{name}", f"{path}.{name}")
        case Vec(width, inner):
            return _in_vector(choose, width, inner, whole)
        case Many(element):
            return _in_list(choose, element, whole)
    return Spot(whole, "bytes")


def _in_vector(choose: Choose, width: int, inner: Layout, path: str) -> Spot:
    match choose.number(0, 4):
        case 3:
            return Spot(f"{path}.length", "number", width)
        case 4:
            return Spot(path, "bytes")
    return _within(choose, inner, path, path)


def _in_list(choose: Choose, element: Layout, path: str) -> Spot:
    kind = "number" if isinstance(element, U) else "bytes"
    match choose.number(0, 6):
        case 4:
            return Spot(path, "list", element=kind)
        case 5:
            return Spot(_item(choose, element, path)[0], "item")
        case 6:
            return replace(Spot(f"{path}{_slice(choose)}", "slice"), element=kind)
    place, inner = _item(choose, element, path)
    return _within(choose, inner, place, f"{place}.data" if isinstance(element, Extension) else place)


def _item(choose: Choose, element: Layout, path: str) -> tuple[str, Layout]:
    """An item of a list and how it is read: an extension by its name, anything else by its place."""
    if isinstance(element, Extension):
        name, content = choose.pick(extensions_in(element.message))
        return f"{path}[{name}]", content
    return f"{path}[{choose.pick((0, 1, -1, 2))}]", element


def _slice(choose: Choose) -> str:
    start = choose.number(0, 3)
    return f"[{start}:{start + choose.number(0, 2)}]"


# -- what is done there ----------------------------------------------------------------------------------


def _change(choose: Choose, at: Spot) -> str:
    match at.kind:
        case "number":
            make = choose.pick(("=", "+=", "-=", "^="))
            value = _number(choose, at.width) if make == "=" else choose.number(1, 9)
            return f"{at.path} {make} {value}"
        case "slice":
            values = f"[{_element(choose, at)}]" if choose.more() else _bytes(choose)
            return choose.pick((f"{at.path} = {values}", f"del {at.path}"))
        case "list":
            values = ", ".join(_element(choose, at) for _ in range(choose.number(0, 3)))
            return choose.pick(
                (f"{at.path} = [{values}]", f"{at.path} += {_bytes(choose)}", f"reverse({at.path})")
            )
        case "item":
            to = choose.pick((0, -1, 1))
            return choose.pick((f"del {at.path}", f"repeat({at.path})", f"move({at.path}, {to})"))
    cut = f"{at.path}{_slice(choose)}"
    return choose.pick((
        f"{at.path} = {_bytes(choose)}", f"{at.path} += {_bytes(choose)}",
        f"{at.path} ^= {_number(choose, 1)}",
        f"{cut} = {_bytes(choose)}", f"del {cut}", f"del {at.path}",
    ))  # fmt: skip


def _element(choose: Choose, at: Spot) -> str:
    return str(_number(choose, 1)) if at.element == "number" else _bytes(choose)


def _number(choose: Choose, width: int) -> int:
    """A number that fits so many bytes."""
    number = choose.pick(_NUMBERS) if choose.more() else choose.number(0, 0xFFFF)
    return number % (1 << 8 * width)


def _bytes(choose: Choose) -> str:
    """Bytes as an expression: a few as they come, or many alike."""
    if choose.more():
        return f"b'\\x{choose.number(0, 255):02x}' * {choose.pick(_SIZES)}"
    return repr(choose.data(40))


def _order(choose: Choose, tls: Tls, message: str) -> str:
    """Whole messages: left out, twice, elsewhere, or others in their place."""
    if choose.more():
        return f"{choose.pick(('before', 'after', 'instead', 'replace'))}({message}, {item(choose, tls)})"
    return choose.pick((f"repeat({message})", f"del {message}", f"withhold({message})", f"swap({message})"))


def _framing(choose: Choose, tls: Tls, message: str) -> str:
    """How a message or record is put into records."""
    size = choose.pick((1, 2, 3, 4, 5, 16, 100))
    ways = [
        f"split({message}, {size})", f"split({message}, [{choose.number(0, 5)}, {size}])",
        f"unprotect({message})", f"under({message}, {choose.pick(('old', 'none'))})",
        f"pad({message}, {choose.pick((0, 1, 100, 255, 256))})",
        f"retype({message}, {choose.pick((23, 22, 21, 20, 24, 0, 255))})",
        f"reversion({message}, {choose.pick((0x0301, 0x0300, 0x0304, 0, 0xFFFF))})",
        f"resequence({message}, {choose.number(0, 9)})",
        f"damage({message}, {choose.pick((-1, 0, 1, 2, 3, 4, 5))})",
        f"damage({message}, {choose.pick((-1, 5))}, mask={choose.number(1, 255)})", f"truncate({message}, 1)",
    ]  # fmt: skip
    if message not in _RECORDS:
        ways += [f"join({message})", f"join({message}, {size})"]
    if tls is Tls.V12:
        ways += [f"damage_mac({message})", f"damage_padding({message}, 0)"]
    return choose.pick(ways)


# -- items -----------------------------------------------------------------------------------------------

_TYPES = (23, 22, 21, 20, 24, 0, 255)
_LENGTHS = (0, 1, 2, 255, 16383, 16384, 16385, 16640, 16641)
_KINDS = (24, 4, 0, 1, 2, 8, 11, 13, 15, 20, 5, 25, 254, 255)


def item(choose: Choose, tls: Tls) -> str:
    """Something sent besides, under the keys of its moment."""
    match choose.number(0, 6):
        case 0:
            return f"record({choose.pick(_TYPES)}, {_content(choose)})"
        case 1:
            return f"message({choose.pick(_KINDS)}, {_bytes(choose)})"
        case 2:
            return f"alert({choose.pick((1, 2, 0, 255))}, {choose.pick((0, 90, 100, 10, 80, 255))})"
        case 3:
            return "ccs()"
        case 4:
            version = choose.pick((0x0303, 0x0301, 0x0304, 0x0300, 0xFFFF))
            return f"clear({choose.pick(_TYPES)}, {_content(choose)}, {version:#06x})"
        case 5 if tls is Tls.V13:
            kind = choose.pick(_TYPES)
            zeros = choose.pick((0, 1, 100, 16384, 16383))
            return f"inner({choose.data(20)!r} + {bytes([kind])!r} + b'\\0' * {zeros})"
    return f"raw({choose.data(40)!r})"


def _content(choose: Choose) -> str:
    """What a record holds: a few bytes, or a length at a border."""
    if choose.more():
        return f"b'\\x{choose.number(0, 255):02x}' * {choose.pick(_LENGTHS)}"
    return repr(choose.data(40))


def keys(choose: Choose, tls: Tls) -> str:
    """Other keys, or another sequence number, for the items that follow; the handshake must be over."""
    known = ("current", "old", "next") if tls is Tls.V13 else ("current", "old")
    if choose.more():
        return f"sequence({choose.pick((0, 1, 2, 5, (1 << 32) - 1, 1 << 63))})"
    return f"keys({choose.pick(known)})"
