"""Java's JSSE on trial behind the `endpoint` driver: its SSLEngine, which is sans-IO like us.

What drives it is `Jsse.java` beside this file, which `java` compiles and runs; see there for what it is asked
and what it answers. A virtual machine takes a second to start, so one serves every connection of a process;
one that dies or does not answer costs the cell it was at, and the next one starts another.

A session is resumed within one SSLContext, so that what stands for a session here is the number of the
connection whose context is to be used again. SSLEngine has no way to ask for a certificate after the
handshake or to choose how many tickets are sent, and does not tell whether a session was resumed; its only
KeyUpdate asks for one back. Source: the docs of javax.net.ssl, and the JSSE Reference Guide.

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import base64
import itertools
import os
import re
import select
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, Dict, List, Optional

from harness.drivers.programs import told_by
from harness.endpoint import Call, Done, EndpointRaised, Outcome, Raised, Wants
from harness.errors import Unsupported
from harness.names import Kind, Role, Want
from harness.remote import PATIENCE, START_UP, Lost
from harness.setup import Setup
from harness.trickling import Trickled

#: The calls of `harness.endpoint.CALLS` that the endpoints made here have.
ENDPOINT_CALLS = ("handshake", "read", "write", "close_notify", "tell", "key_update")

_SOURCE = Path(__file__).with_name("Jsse.java")
#: It reserves gigabytes by itself, which a worker may not have (`run.isolate`).
_SMALL = (
    "-Xmx256m", "-XX:CompressedClassSpaceSize=64m", "-XX:ReservedCodeCacheSize=64m", "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1", "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null",
)  # fmt: skip
_KINDS = {
    "certificate": Kind.CERTIFICATE_REJECTED,
    "ragged": Kind.RAGGED_EOF,
    "protocol": Kind.PROTOCOL_ERROR,
    "clean": Kind.CLEAN_CLOSE,
    "misuse": Kind.MISUSE,
    "foreign": Kind.FOREIGN,
}
_ALERT = re.compile(r"Received fatal alert: (\w+)")
_SUITE = re.compile(
    r"(?:(ECDHE-ECDSA|ECDHE-RSA|DHE-RSA)-)?(AES128|AES256|CHACHA20-POLY1305)(-GCM)?(-SHA\d*)?"
)


class Machine:
    """A virtual machine that runs Jsse.java, started when it is first asked. process: it, None for none."""

    def __init__(self) -> None:
        self.process: Any = None
        self._words: Any = None
        self._heard = b""

    def ask(self, *words: str) -> List[str]:
        """The words of its answer. Raises `Lost` when there is none; the next question starts another."""
        if self.process is None:
            self._start()
        try:
            self.process.stdin.write(" ".join(words).encode("ascii") + b"\n")
        except OSError:
            raise self._lost() from None
        return self._hear(PATIENCE)

    def stop(self) -> None:
        """End it, if there is one."""
        process, self.process, self._heard = self.process, None, b""
        if process is not None:
            process.kill()
            process.wait()
            process.stdin.close()
            process.stdout.close()
            self._words.close()

    def __del__(self) -> None:
        self.stop()

    def _start(self) -> None:
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 -- as long as the machine runs
        self.process = subprocess.Popen(
            ["java", *_SMALL, str(_SOURCE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._words,
            bufsize=0,
        )
        self._hear(START_UP)

    def _hear(self, seconds: float) -> List[str]:
        """The next line, if it comes in time."""
        deadline, pipe = time.monotonic() + seconds, self.process.stdout
        while not self._heard.endswith(b"\n"):
            if not select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))[0]:
                self.stop()
                raise Lost("hang", "JSSE gave no answer in {:g} s".format(seconds))
            data = os.read(pipe.fileno(), 1 << 16)
            if not data:
                raise self._lost()
            self._heard += data
        line, self._heard = self._heard, b""
        return line.decode("ascii").split()

    def _lost(self) -> Lost:
        """What to say of one that has ended."""
        code = self.process.wait()
        how = "exit code {}".format(code) if code >= 0 else "killed by {}".format(signal.Signals(-code).name)
        self._words.seek(0)
        last = self._words.read().decode("utf-8", "replace").splitlines()[-1:]
        self.stop()
        return Lost("crash", ": ".join(["the virtual machine ended: " + how, *last]))


_CIPHER = Call("tell", ("cipher",))
MACHINE = Machine()
_NUMBERS = itertools.count(1)


class JsseEndpoint:
    """An `Endpoint` made of one `SSLEngine`."""

    def __init__(self, setup: Setup) -> None:
        """Raises `Unsupported` for options that JSSE does not have."""
        self._id = str(next(_NUMBERS))
        self._fed, self._ended, self._sent = b"", False, b""
        outcome = self._told(MACHINE.ask("new", self._id, *_settings(setup)))
        if isinstance(outcome, Raised):
            raise EndpointRaised("making an SSLEngine", outcome)
        self._where = MACHINE.process

    @property
    def hung_up(self) -> bool:
        """There is no transport to close."""
        return False

    def attempt(self, call: Call) -> Outcome:
        """Take `call` as far as it goes."""
        words = _words(call)
        fed, self._fed = self._fed, b""
        outcome = self._told(
            self._ask("call", self._id, call.name, words, _written(fed), "end" if self._ended else "-")
        )
        if call == _CIPHER and isinstance(outcome, Done) and isinstance(outcome.value, str):
            return Done(openssls(outcome.value))
        return outcome

    def trickle(self, call: Call, pieces: List[bytes], _want: Want) -> Trickled:
        """See `harness.trickling`: one question for many pieces. It waits for nothing but bytes to read."""
        (first, *rest), self._fed, waiting = pieces, b"", self._fed
        told = [waiting + first, *(() if self._sent else rest)]
        answer = self._ask("pieces", self._id, call.name, _words(call), ",".join(map(_written, told)))
        fed = 0 if answer[0] == "unsupported" else int(answer.pop(-2))
        outcome = self._told(answer)
        return Trickled(fed, outcome, self.take())

    def feed(self, data: bytes) -> None:
        """For the next call."""
        self._fed += data

    def feed_eof(self) -> None:
        """For the next call that waits."""
        self._ended = True

    def take(self) -> bytes:
        """All there is for the wire."""
        taken, self._sent = self._sent, b""
        return taken

    def backlog(self) -> int:
        """What is fed can be reached at once."""
        return 0

    def close(self) -> None:
        """Forget the engine; its context is kept for a while."""
        if MACHINE.process is self._where:
            MACHINE.ask("drop", self._id)

    def _ask(self, *words: str) -> List[str]:
        """The answer of the machine it lives in. Raises `Lost` when that has ended."""
        if MACHINE.process is not self._where:
            raise Lost("crash", "the virtual machine it lived in has ended")
        return MACHINE.ask(*words)

    def _told(self, answer: List[str]) -> Outcome:
        """The outcome an answer tells; what there is for the wire stands at its end."""
        what, *words, sent = answer
        self._sent += _read(sent)
        if what == "unsupported":
            raise Unsupported(_read(words[0]).decode())
        if what == "wants":
            return Wants(Want.READ)
        if what == "raised":
            return _raised(*words)
        return Done(_VALUES[words[0]](words[1]))


def _raised(kind: str, name: str, bases: str, message: str) -> Raised:
    told = " ".join(_read(message).decode().split())
    alert = _ALERT.search(told)
    return Raised(
        _KINDS[kind],
        exception=name,
        mro=tuple(_read(bases).decode().split(",")),
        message=told,
        alert=alert.group(1) if alert else None,
        alert_received=alert is not None,
    )


def _words(call: Call) -> str:
    """What a call is given, as a word of a line."""
    (argument,) = call.args or (None,)
    if call.name == "key_update" and not argument:
        raise Unsupported("JSSE updates its keys only together with the other end's")
    return _written(argument) if isinstance(argument, (bytes, bytearray)) else str(argument)


def _written(data: Any) -> str:
    """Bytes or a text as a word of a line."""
    data = data.encode() if isinstance(data, str) else bytes(data)
    return base64.b64encode(data).decode("ascii") or "-"


def _read(word: str) -> bytes:
    return b"" if word == "-" else base64.b64decode(word)


#: What a value is, by the word before it.
_VALUES: Dict[str, Any] = {
    "none": lambda _word: None,
    "int": int,
    "bytes": _read,
    "text": lambda word: _read(word).decode(),
}


def _settings(setup: Setup) -> List[str]:
    """The words that configure an engine."""
    options, pki = setup.options, setup.pki
    for asked, lacking in (
        (options.tickets is not None, "number of session tickets"),
        (options.post_handshake_auth, "authentication after the handshake"),
        (options.name_callback is not None, "callback for the name that answers with an alert of its choice"),
        (bool(options.groups) or options.shares is not None, "choice of key shares"),
        (setup.certificate == "locked", "password for a PEM file"),
    ):
        if asked:
            raise Unsupported("JSSE has no {}".format(lacking))
    anchors = pki.trust_file(options.trust)
    told: Dict[str, Optional[str]] = {
        "role": setup.role.value,
        "versions": ",".join(each.spoken for each in setup.versions),
        "verify": setup.verify,
        "suite": None if options.cipher is None else ianas(options.cipher),
        "name": _text(options.server_name if setup.role is Role.CLIENT else None),
        "alpn": _text(",".join(options.alpn) or None),
        "anchors": _text(anchors),
        "crls": "yes" if options.trust == "revocations" else None,
        "memory": None if setup.session is None else str(setup.session),
    }
    if setup.certificate is not None:
        told["chain"] = _text(pki.chain_file(setup.certificate))
        told["key"] = _text(pki.key_file(setup.certificate))
    return ["{}={}".format(name, value) for name, value in told.items() if value is not None]


def _text(value: Optional[str]) -> Optional[str]:
    return None if value is None else _written(value)


def ianas(name: str) -> str:
    """The IANA's name of a suite of TLS 1.2, which Java takes, for OpenSSL's. Raises `Unsupported`."""
    found = _SUITE.fullmatch(name)
    if found is None:
        raise Unsupported("JSSE is not told the suite {} by its name".format(name))
    exchange, cipher, mode, digest = found.groups()
    block = {"AES128": "AES_128", "AES256": "AES_256"}.get(cipher, "CHACHA20_POLY1305")
    protection = block + (mode or "-CBC" if block.startswith("AES") else "").replace("-", "_")
    return "TLS_{}_WITH_{}{}".format(
        (exchange or "RSA").replace("-", "_"), protection, (digest or "-SHA256").replace("-", "_")
    )


def openssls(name: str) -> str:
    """OpenSSL's name of a suite, as in `Options.cipher`, for the IANA's."""
    exchange, with_it, protection = name[len("TLS_") :].partition("_WITH_")
    if not with_it:
        return name  # of TLS 1.3, where there is but one
    exchange = "" if exchange == "RSA" else exchange + "_"
    protection = protection.replace("AES_", "AES").replace("_CBC", "").replace("POLY1305_SHA256", "POLY1305")
    return (exchange + protection).replace("_", "-")


connect, TRICKLES = JsseEndpoint, True


def _version() -> str:
    told = told_by("java", *_SMALL, "-version")
    found = re.search(r"\(build ([^,)]+)", told)
    return "JSSE of Java {}".format(found.group(1) if found else told.partition("\n")[0])


__version__ = _version()
