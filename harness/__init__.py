"""tls-harness: conformance and fuzz testing for TLS implementations that Python code reaches."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from harness.run.checking import Soundness

__version__ = "0.1.0"


def check_implementation(name: str, *drivers: str) -> Soundness:
    """Prove what drives an implementation sound, before its TLS stack is blamed (`harness.run.checking`)."""
    from harness.run import checking

    return checking.check_implementation(name, *drivers)
