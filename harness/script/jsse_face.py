"""Java's JSSE on trial in a script: an SSLEngine in a small program of Java's, which the script brings along.

It does what `Jsse.java` of the drivers does, for one connection at a time, its settings written out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from harness.drivers.program_jsse import ianas
from harness.minting import as_pkcs8
from harness.names import Role
from harness.script.face import Face
from harness.script.spelling import NoScript, Spelling
from harness.setup import Setup

_TEXT = '''
class Machine:
    """A virtual machine that runs Engine.java, which takes a line and gives a line."""

    def __init__(self):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(["java", "Engine.java"], cwd=FOLDER.name, **pipes)
        atexit.register(self.process.kill)

    def line(self, *words):
        self.process.stdin.write(" ".join(words).encode() + b"\\n")
        self.process.stdin.flush()
        kind, told, sent = self.process.stdout.readline().decode().split(" ")
        return kind, bytes.fromhex(told), bytes.fromhex(sent)


class JsseEnd:
    """An SSLEngine. What is fed goes along with the next call."""

    machine = Machine()

    def __init__(self, opened):
        self.fed, self.over, self.leaving = b"", "-", b""
        self.do(opened, "anyway")

    def feed(self, data):
        self.fed += data

    def end(self):
        self.over = "over"

    def take(self):
        taken, self.leaving = self.leaving, b""
        return taken

    def do(self, verb, argument="-"):
        fed, self.fed = self.fed, b""
        kind, told, sent = self.machine.line(verb, str(argument), fed.hex() or "-", self.over)
        self.leaving += sent
        if kind == "wants":
            raise WantsRead
        if kind == "raised":
            name, _, message = told.decode().partition(" ")
            raise type(name, (Exception,), {})(message)
        return {"none": lambda data: None, "int": int, "bytes": bytes, "text": bytes.decode}[kind](told)


def openssls(name):
    """OpenSSL's name of a suite, for the IANA's."""
    exchange, with_it, protection = name[len("TLS_") :].partition("_WITH_")
    if not with_it:
        return name
    exchange = "" if exchange == "RSA" else exchange + "_"
    protection = protection.replace("AES_", "AES").replace("_CBC", "").replace("POLY1305_SHA256", "POLY1305")
    return (exchange + protection).replace("_", "-")
'''

#: The program, whose methods a script has as far as it uses them.
_JAVA = Path(__file__).with_name("Engine.java")
_METHOD = re.compile(r"    static [^=;]*?(\w+)\(")
_NAME = "Engine.java"


@dataclass
class Engine:
    """The text of the program: `opened` are the methods that make its engines."""

    opened: dict[str, str] = field(default_factory=dict)

    def __call__(self, script: str) -> str:
        """Its text, with the methods that a script calls, and those they call."""
        first, *blocks = _JAVA.read_text(encoding="ascii").removesuffix("}\n").rstrip().split("\n\n")
        blocks += self.opened.values()
        while True:
            text = "\n\n".join([first, *blocks])
            idle = [each for each in blocks if not _is_called(each, text, script)]
            if not idle:
                return text + "\n}\n"
            blocks = [each for each in blocks if each not in idle]


def _is_called(block: str, text: str, script: str) -> bool:
    """Whether a method is called by another one, or by name from the script."""
    method = _METHOD.match(block)
    if method is None:
        return True
    name = method[1]
    return len(re.findall(rf"\b{name}\(", text.replace(block, ""))) > 0 or f"'{name}'" in script


def _make(spelling: Spelling, _end: str, setup: Setup, _library: str) -> tuple[str, list[str]]:
    if setup.options.trust == "revocations":
        raise NoScript("lists of revoked certificates are not written into a script of Java's")
    spelling.modules |= {"atexit", "subprocess"}
    engine = spelling.texts.setdefault(_NAME, Engine())
    assert isinstance(engine, Engine)
    spelling.files.add(_NAME)
    name = f"open{len(engine.opened)}"
    body = "".join(f"        {line}\n" for line in _opening(spelling, setup))
    engine.opened[name] = f"    static String {name}(String anyway) throws Exception {{\n{body}    }}"
    return f"JsseEnd({name!r})", []


def _opening(spelling: Spelling, setup: Setup) -> Iterator[str]:
    """The statements of Java that make an engine."""
    options, name = setup.options, setup.options.server_name
    client = setup.role is Role.CLIENT
    if setup.session is None:  # one is resumed within its context
        yield 'context = SSLContext.getInstance("TLS");'
        yield f"context.init({_keys(spelling, setup)}, {_trust(spelling, setup)}, null);"
    where = f"{_java(name or '127.0.0.1')}, 443" if client else ""
    yield f"SSLParameters its = opened(context.createSSLEngine({where}), {_java(client)});"
    yield f"its.setProtocols({_strings(each.spoken for each in setup.versions)});"
    if options.cipher is not None:
        tls13 = "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"
        yield f"its.setCipherSuites({_strings((*tls13, ianas(options.cipher)))});"
    if options.alpn:
        yield f"its.setApplicationProtocols({_strings(options.alpn)});"
    if client:
        named = name is not None and not re.fullmatch("[0-9.]+|.*:.*", name)
        yield f"its.setServerNames(List.of({f'new SNIHostName({_java(name)})' if named else ''}));"
        if name is not None and setup.verify != "no":
            yield 'its.setEndpointIdentificationAlgorithm("HTTPS");'
    elif setup.verify != "no":
        yield f"its.set{'Need' if setup.verify == 'required' else 'Want'}ClientAuth(true);"
    yield "engine.setSSLParameters(its);"
    yield 'return "none ";'


def _keys(spelling: Spelling, setup: Setup) -> str:
    """What an end shows, its key as PKCS #8, which alone Java takes."""
    if setup.certificate is None:
        return "null"
    chain, key = (Path(each(setup.certificate)) for each in (setup.pki.chain_file, setup.pki.key_file))
    spelling.texts[key.name] = as_pkcs8(key.read_bytes()).decode("ascii")
    spelling.files |= {chain.name, key.name}
    return f"keys({_java(chain.name)}, {_java(key.name)})"


def _trust(spelling: Spelling, setup: Setup) -> str:
    anchors = setup.pki.trust_file(setup.options.trust)
    if setup.verify == "no":
        return "anybody()"
    if anchors is None:
        return "trust()"
    spelling.files.add(Path(anchors).name)
    return f"trust({_java(Path(anchors).name)})"


def _java(value: object) -> str:
    """A text or a truth in Java."""
    return json.dumps(value)


def _strings(values: Iterable[str]) -> str:
    return f"new String[] {{{', '.join(map(_java, values))}}}"


JSSE = Face(
    text=_TEXT,
    calls={
        "handshake": "{end}.do('handshake')",
        "read": "{end}.do('read', {0})",
        "write": "{end}.do('write', bytes({0}).hex() or '-')",
        "close_notify": "{end}.do('close')",
        "key_update": "{end}.do('update')",
    },
    facts={
        "version": "{end}.do('version', 'anyway')",
        "cipher": "openssls({end}.do('suite', 'anyway'))",
        "alpn": "{end}.do('alpn', 'anyway')",
        "server_name": "{end}.do('name', 'anyway')",
        "session": "{end}.do('session', 'anyway')",
        "peer_certificate": "{end}.do('certificate', 'anyway')",
    },
    make=_make,
    wants=("WantsRead",),
)
