"""Items: what a forging peer sends besides, or in place of, what its handshake wants to send.

record(type, data)           one record under the current keys, of any type and length, not hashed
inner(data)                  the same, where data is the whole TLSInnerPlaintext (RFC 8446 section 5.2)
clear(type, data, version)   one unprotected record whatever the keys
raw(data)                    bytes on the wire
message(type, body)          a handshake message in a record of its own; not hashed
hashed(type, body)           the same, and it enters the transcript hash
alert(level, description)    an alert under the current keys
ccs()                        a change_cipher_spec record
keys(which)                  what follows is written under other keys: `old`, `current`, `none`, `next`
sequence(number)             the sequence number of the next record written
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

from harness.edits.value import Surroundings, evaluate, paths_in, read_expression, written
from harness.errors import ScenarioError
from harness.names import Role, Tls

#: For each kind of item the least and the most arguments it takes.
KINDS = {
    "record": (2, 2), "inner": (1, 1), "clear": (2, 3), "raw": (1, 1), "message": (1, 2), "hashed": (1, 2),
    "alert": (2, 2), "ccs": (0, 0), "keys": (1, 1), "sequence": (1, 1),
}  # fmt: skip

#: What `keys` may name.
KEYS = ("old", "current", "none", "next")


@dataclass(frozen=True)
class Item:
    """One of KINDS with its arguments; `text` is its canonical form."""

    kind: str
    text: str

    def arguments(self, around: Surroundings) -> list[Any]:
        """The arguments' values. Raises as `evaluate` does."""
        if self.kind == "keys":
            return [ast.unparse(self._call.args[0])]
        return [evaluate(argument, around) for argument in self._call.args]

    @property
    def _call(self) -> ast.Call:
        call = read_expression(self.text)
        assert isinstance(call, ast.Call)
        return call

    def check(self, tls: Tls, sender: Role) -> None:
        """Raises `ScenarioError` when it names what cannot be sent by that role in that version."""
        if self.kind == "keys":
            if tls is Tls.V12 and self.arguments(Surroundings()) == ["next"]:
                raise ScenarioError(f"{self.text}: TLS 1.2 has no next keys")
            return
        for argument in self._call.args:
            for end, path in paths_in(argument, bare=False):
                path.check(tls, sender if end == "peer" else sender.other)

    def __str__(self) -> str:
        return self.text


def read_item(source: str, node: ast.expr) -> Item:
    """The item an expression in `source` is. Raises `ScenarioError`."""
    text = written(source, node)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in KINDS:
        raise ScenarioError(f"{text!r} cannot be sent; these can: {', '.join(KINDS)}")
    least, most = KINDS[node.func.id]
    if node.keywords or not least <= len(node.args) <= most:
        raise ScenarioError(f"{text!r}: {node.func.id} takes {least} to {most} arguments")
    if node.func.id == "keys" and ast.unparse(node.args[0]) not in KEYS:
        raise ScenarioError(f"{text!r}: keys are {', '.join(KEYS)}")
    return Item(node.func.id, text)
