"""How scripts of targets end: the wire is cut, and the subject may not wait for it any more."""

from __future__ import annotations

#: Whatever comes, but no waiting; what may not be raised is told by the rules.
_IS_OVER = (
    ".or_raises(PROTOCOL_ERROR, RAGGED_EOF, CLEAN_CLOSE, CERTIFICATE_REJECTED, OS_ERROR, TIMEOUT, MISUSE, "
    "FOREIGN)"
)
#: Both ends shake hands as far as they get.
HANDSHAKE = "together(subject.handshakes().anything(), peer.handshakes().anything())"
#: The wire is cut; the subject finishes its handshake, reads all there is and has nothing to wait for.
ENDING = (
    "peer.cuts_wire()",
    f"subject.handshakes().returns(){_IS_OVER}",
    f"subject.reads_to_end().returns(bytes){_IS_OVER}",
    "subject.writes_once(b'after the end').anything()",
)
