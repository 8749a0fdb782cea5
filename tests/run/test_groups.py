"""Which groups a subject is held to: what it names, or what its client offers, and what all must have."""

import ssl
import types

from harness.implementation import Implementation, load
from harness.run.groups import groups_of


class FewGroups(ssl.SSLContext):
    """Offers a single curve, as a client does that was told so."""

    def wrap_bio(self, *args, **kwargs):
        self.set_ecdh_curve("secp384r1")
        return super().wrap_bio(*args, **kwargs)


def module(**names):
    made = types.ModuleType("made")
    vars(made).update({**vars(ssl), **names})
    return Implementation("made", made)


def test_openssl_has_all_that_scenarios_ask_for(pki):
    assert groups_of(load("stdlib"), pki) >= {"x25519", "secp256r1", "secp384r1", "secp521r1", "x448"}


def test_a_client_tells_what_it_has_and_what_is_mandatory_is_asked_of_all(pki):
    assert groups_of(module(SSLContext=FewGroups), pki) == {"secp384r1", "secp256r1", "x25519"}


def test_a_module_may_say_so_itself(pki):
    assert groups_of(module(GROUPS=("x25519",)), pki) == {"x25519"}


def test_who_makes_no_hello_is_held_to_everything(pki):
    def fails(*_args, **_kwargs):
        raise OSError("no such thing")

    assert groups_of(module(MemoryBIO=fails), pki) is None
    assert groups_of(load("tlslite"), pki) is None
