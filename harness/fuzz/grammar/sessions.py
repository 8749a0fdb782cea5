"""Sessions and settings by choice: what both ends are configured with, and which session is resumed when.

What is chosen fits together, but for application protocols, which may have nothing in common.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.fuzz.choose import Choose
from harness.fuzz.grammar.settings import Words
from harness.names import Role, Tls

_MOST_CONNECTIONS = 3
_PROTOCOLS = ("h2", "http/1.1", "x", "y" * 255)
_CERTIFICATES = ("", "rsa")
_VERIFY = ("no", "optional", "required")
_TICKETS = (None, 0, 1, 2, 5)
_CIPHERS = (None, "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305")
_MOST_SAID = 20000


@dataclass
class _Ends:
    """What each end has been configured with. subject_serves: which one is the server."""

    client: dict[str, object]
    server: dict[str, object]


def sessions(choose: Choose, words: Words) -> tuple[str, ...]:
    """The steps of up to three connections with the same settings, some of them resuming the one before."""
    ends = _Ends({}, {})
    _certify(choose, ends)
    _negotiate(choose, words, ends)
    steps = [
        f"{name}.configured({', '.join(f'{key}={value!r}' for key, value in sorted(options.items()))})"
        for name, options in (("client", ends.client), ("server", ends.server))
        if options
    ]
    offered, answered = ends.client.get("alpn"), ends.server.get("alpn")
    shared = _shared(offered, answered)
    if offered and answered and not shared:
        return (*steps, "together(client.handshakes().anything(), server.handshakes().anything())")
    steps += _connection(choose, words, shared, reused=False)
    for _ in range(_MOST_CONNECTIONS - 1):
        if not choose.more():
            break
        resume = _may_resume(words) and choose.more()
        steps.append(f"reconnect(resume={resume})")
        steps += _connection(choose, words, shared, reused=resume and ends.server.get("tickets") != 0)
    return tuple(steps)


def _may_resume(words: Words) -> bool:
    """A client under asyncio has no way to offer a session."""
    return words.role is Role.SERVER or words.asks


def _certify(choose: Choose, ends: _Ends) -> None:
    """Certificates of both ends, and whether the client's is asked for."""
    if certificate := choose.pick(_CERTIFICATES):
        ends.server["certificate"] = certificate
    verify = choose.pick(_VERIFY)
    if verify != "no":
        ends.server["verify"] = verify
    if verify == "required" or choose.more():
        ends.client["certificate"] = "client"


def _negotiate(choose: Choose, words: Words, ends: _Ends) -> None:
    """Application protocols, tickets, and the cipher suite or another version besides."""
    for options in (ends.client, ends.server):
        if protocols := _protocols(choose):
            options["alpn"] = protocols
    if words.tls is Tls.V13:
        tickets = choose.pick(_TICKETS)
        if tickets is not None:
            ends.server["tickets"] = tickets
    elif "certificate" not in ends.server:
        cipher = choose.pick(_CIPHERS)
        if cipher is not None:
            choose.pick((ends.client, ends.server))["cipher"] = cipher


def _protocols(choose: Choose) -> tuple[str, ...]:
    found: list[str] = []
    while len(found) < len(_PROTOCOLS) and choose.more():
        found.append(choose.pick([name for name in _PROTOCOLS if name not in found]))
    return tuple(found)


def _shared(offered: object, answered: object) -> list[str]:
    """The protocols both have, in the order of the server (RFC 7301 section 3.2)."""
    if not isinstance(offered, tuple) or not isinstance(answered, tuple):
        return []
    return [name for name in answered if name in offered]


def _connection(choose: Choose, words: Words, shared: list[str], *, reused: bool) -> list[str]:
    """A handshake, the facts both ends must tell alike, data each way, and perhaps a proper end."""
    steps = ["handshake(client, server)", "agree('version')"]
    if words.role is Role.SERVER or not shared:  # which one a server takes is its own affair
        steps.append(f"subject.tells('alpn').gives({shared[0] if shared else None!r})")
    else:
        steps.append("agree('alpn')")
    steps.append(f"subject.tells('session_reused').gives({reused})")
    there, back = choose.number(1, _MOST_SAID), choose.number(1, _MOST_SAID)
    for one, other, size in (("client", "server", there), ("server", "client", back)):
        said = f"payload({size}, {one[0]!r})"
        steps += [f"{one}.writes({said})", f"{other}.reads_exactly({said})"]
    if choose.more() and not words.driver.startswith("socket"):  # an SSLSocket has no session once unwrapped
        steps.append("closing(client, server)")
    return steps
