"""How an end's context is made, as source: the drivers configure a scribe, and it notes what they do.

So a script says what the driver does, and neither is told twice.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from harness.drivers.contexts import Context as SslContext
from harness.drivers.contexts import Contexts
from harness.implementation import Implementation
from harness.script.spelling import NoScript, Spelling
from harness.setup import Setup


class Notes:
    """The lines a scribe has written, and the variables it has made."""

    def __init__(self, spelling: Spelling) -> None:
        self.lines: list[str] = []
        self._spelling = spelling

    def of(self, value: Any) -> str:
        """The source of a value or of what a scribe stands for."""
        if isinstance(value, Scribe):
            return source_of(value)
        if isinstance(value, list | tuple) and any(isinstance(each, Scribe) for each in value):
            raise NoScript("objects of the library in a list are not written into a script")
        return self._spelling.of(value)

    def name_for(self, source: str) -> str:
        """The variable of an object that is made: what it is, and of which end."""
        return f"{self._spelling.label}_{source.rpartition('.')[2].replace('SSL', '').lower()}"


class Scribe:
    """Stands for an object of the library: writes down what is done to it, and does nothing."""

    _notes: Notes
    _source: str

    def __init__(self, notes: Notes, source: str) -> None:
        vars(self).update(_notes=notes, _source=source)

    def __getattr__(self, name: str) -> Scribe:
        if name.startswith("__"):
            raise AttributeError(name)
        return Scribe(self._notes, f"{self._source}.{name}")

    def __setattr__(self, name: str, value: object) -> None:
        self._notes.lines.append(f"{self._source}.{name} = {self._notes.of(value)}")

    def __call__(self, *args: object, **named: object) -> Scribe:
        """A class is called: the line that makes a variable of it. A method: the line that calls it."""
        notes = self._notes
        told = [*map(notes.of, args), *(f"{name}={notes.of(value)}" for name, value in named.items())]
        called = f"{self._source}({', '.join(told)})"
        if not self._source.rpartition(".")[2][0].isupper():
            notes.lines.append(called)
            return Scribe(notes, called)
        name = notes.name_for(self._source)
        notes.lines.append(f"{name} = {called}")
        return Scribe(notes, name)

    def __ror__(self, other: object) -> Scribe:
        told = "" if other == 0 else f"{self._notes.of(other)} | "
        return Scribe(self._notes, told + self._source)

    def __or__(self, other: object) -> Scribe:
        return Scribe(self._notes, f"{self._source} | {self._notes.of(other)}")


def source_of(scribe: Scribe) -> str:
    """What stands for it in the script."""
    return str(vars(scribe)["_source"])


def ssl_context(spelling: Spelling, setup: Setup, library: str) -> tuple[str, list[str]]:
    """The name of an `SSLContext` for this setup, and the lines that make it. Raises `NoScript`."""
    if setup.options.name_callback is not None:
        raise NoScript("a callback that answers to the server's name is not written into a script")
    notes, plain = Notes(spelling), replace(setup, options=replace(setup.options, notes_name=False))
    made: SslContext = Contexts().get(Implementation(library, Scribe(notes, library)), plain)
    context = source_of(made.ssl_context)
    if setup.options.notes_name:
        told = f"{context}.sni_callback = lambda connection, name, context: names.append(name)"
        notes.lines += ["names = []", told]
    return context, notes.lines
