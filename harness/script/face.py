"""What a face of a library is in a script: the class of an end there, and each call as source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from harness.endpoint import Call
from harness.script.spelling import NoScript, Spelling
from harness.setup import Setup

#: Exceptions for calls that cannot finish, where a face raises its own.
OWN_WAITS = {
    name: f"""
class {name}(Exception):
    pass
"""
    for name in ("WantsRead", "WantsWrite")
}


@dataclass(frozen=True)
class Face:
    """One driver's endpoints in a script.

    text: the class of an end there. calls: their source by name, `{end}` and `{0}` filled in. names: what
    the objects of expressions are called. make: the source of a new end, and the lines before it, from a
    spelling, the end's name, its setup, and the library's name. wants: the library's exceptions for a call
    that cannot finish, those of its text among them.
    use: what is made of the source of an expression. before: what the class needs, which others may need too.
    """

    text: str
    calls: Mapping[str, str]
    make: Callable[[Spelling, str, Setup, str], tuple[str, list[str]]]
    wants: tuple[str, ...] = ("SSLWantReadError", "SSLWantWriteError")
    facts: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    use: str = "{source}"
    before: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The class, and before it the exceptions it raises for calls that cannot finish."""
        texts = (*self.before, self.text)
        own = (name for name in self.wants if name in OWN_WAITS and any(name in each for each in texts))
        return (*(OWN_WAITS[name] for name in own), *texts)

    def waits(self, library: str) -> tuple[str, ...]:
        """The source of `wants`, the library being called so."""
        return tuple(name if name in OWN_WAITS else f"{library}.{name}" for name in self.wants)

    def source(self, spelling: Spelling, end: str, call: Call) -> str:
        """The source of a call. Raises `NoScript` for one the face does not have."""
        if call.name == "use":
            return self.use.format(text=repr(str(call)), source=spelling.of(call.args[0]))
        if call.name == "ask":
            method, *args = call.args
            connection = self.names.get("connection", "subject.connection").replace("subject", end, 1)
            return f"{connection}.{method}({', '.join(map(spelling.of, args))})"
        form = self.facts.get(str(call.args[0])) if call.name == "tell" else self.calls.get(call.name)
        if form is None:
            raise NoScript(f"{call} is not written into a script")
        if "filled" in form:
            spelling.helpers.add("filled")
        return form.format(*map(spelling.of, call.args), end=end)


#: What an SSLObject or SSLSocket tells, by `endpoint.FACTS`.
SSL_FACTS = {
    "version": "{end}.connection.version()",
    "cipher": "{end}.connection.cipher() and {end}.connection.cipher()[0]",
    "alpn": "{end}.connection.selected_alpn_protocol()",
    "peer_certificate": "{end}.connection.getpeercert(True)",
    "channel_binding": "{end}.connection.get_channel_binding('tls-unique')",
    "session_reused": "{end}.connection.session_reused",
    "session": "{end}.connection.session",
    "compression": "{end}.connection.compression()",
    "server_name": "(names or [None])[-1]",
}
