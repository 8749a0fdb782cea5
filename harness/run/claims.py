"""What is not required of a module: what its Python's documents do not say yet, and what it says it lacks."""

from __future__ import annotations

from collections.abc import Mapping

from harness.collection import matches
from harness.errors import Unsupported
from harness.implementation import Implementation
from harness.remote import Remote
from harness.requirement import Requirement
from harness.scenario import Scenario

#: What a constant may deny (Python docs, library/ssl, "Constants"), and what is not required then.
_DENIED = {
    "HAS_TLSv1_3": (
        "python:context:independent",
        "python:context:version-bounds",
        "python:context:version-contradiction",
        "python:context:version-moved",
        "python:context:version-refused",
    ),
    "HAS_PHA": (
        "python:context:post-handshake-auth",
        "python:pha:*",
        "python:sslobject:client_sigalg:later",
        "rfc8446:4.6.2:*",
        "rfc8446:4.3.2:later-*",
        "rfc8446:4.3.2:unique",
        "rfc8446:4.3.2:unknown-extensions",
        "rfc8446:4.4:later-key",
    ),
    "HAS_PSK": ("python:psk:*",),
    "HAS_ALPN": ("rfc7301:*", "python:*alpn*"),
    "HAS_SNI": ("rfc6066:3:*", "python:sni:*", "python:*server_name*", "python:names:idn"),
    "HAS_NEVER_CHECK_COMMON_NAME": ("python:*common-name*",),
}
#: What holds of those too who lack what the rest of its section is about.
_KEPT = frozenset(("rfc8446:4.6.2:not-offered",))


def refuse_unclaimed(
    scenario: Scenario, requirements: Mapping[str, Requirement], implementation: Implementation
) -> None:
    """Raise `Unsupported` where a scenario proves what an implementation does not claim.

    That it has not a version of TLS is found out where a context is made.
    """
    since = min(requirements[name].python for name in scenario.requires)
    if since > implementation.python[:2]:
        raise Unsupported("{} holds from Python {}.{} on".format(scenario.requires[0], *since))
    if isinstance(implementation, Remote):
        return
    proves = [name for name in scenario.requires if name not in _KEPT]
    for flag, globs in _DENIED.items():
        denied = implementation.has(flag) and implementation.get(flag) is False
        if denied and any(matches(glob, name) for glob in globs for name in proves):
            raise Unsupported(f"{implementation.name} says {flag} = False")
