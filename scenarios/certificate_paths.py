"""From the certificate to the anchor: what stands in between is sent, and is looked at before it is believed.

Each refusal is of a chain whose signatures are all good: somebody in it may not issue what it has issued.
"""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    PROTOCOL_ERROR,
    Actor,
    Step,
    constant,
    handshake,
    reconnect,
    scenario,
    together,
)


def _path_scenario(*requires: str, roles: str = "client server"):
    """One face is enough: how a certificate is judged does not depend on it."""
    return scenario(*requires, drivers="any", roles=roles, peers="tlslite", sweep="none")


def _presented(subject: Actor, peer: Actor, name: str) -> list[Step]:
    return [peer.configured(certificate=name), subject.configured(verify="required")]


def _refuses(subject: Actor, peer: Actor, name: str) -> list[Step]:
    """The other end presents this certificate, and is refused; by which alert is a matter of taste."""
    refused = subject.handshakes().raises(CERTIFICATE_REJECTED).or_raises(PROTOCOL_ERROR)
    return [*_presented(subject, peer, name), together(refused, peer.handshakes().anything())]


# -- what is sent -------------------------------------------------------------------------------------------


@_path_scenario("rfc8446:4.4.2:whole-chain")
def what_stands_between_is_sent(subject, peer):
    """Two authorities stand between the subject's certificate and the anchor, which the peer knows alone."""
    return [
        subject.configured(certificate="chain"),
        peer.configured(verify="required"),
        handshake(subject, peer),
        subject.continues(),
    ]


# -- what is believed ---------------------------------------------------------------------------------------


@_path_scenario("rfc5280:6.1:good")
def a_chain_of_authorities_is_believed(subject, peer):
    """A certificate below two authorities that are sent with it is as good as one of the anchor's own."""
    return [*_presented(subject, peer, "chain"), handshake(subject, peer), subject.continues()]


@_path_scenario("rfc5280:4.2.1.10:inside")
def a_name_within_its_authoritys_constraint_is_believed(subject, peer):
    """An authority that may issue for "localhost" alone has done so."""
    return [*_presented(subject, peer, "below-constraint"), handshake(subject, peer), subject.continues()]


# -- what is not --------------------------------------------------------------------------------------------


@_path_scenario("rfc5280:6.1.4:authority")
def a_certificate_issued_by_a_leaf_is_refused(subject, peer):
    """Whoever has any certificate could else issue one for any name."""
    return _refuses(subject, peer, "below-leaf")


@_path_scenario("rfc5280:6.1.4:authority")
def an_authority_that_does_not_say_so_is_none(subject, peer):
    """A certificate of version 3 without basicConstraints is no authority's."""
    return _refuses(subject, peer, "below-nobody")


@_path_scenario("rfc5280:6.1.4:usage")
def a_key_that_may_not_sign_certificates_has_signed_none(subject, peer):
    """With a keyUsage that lacks keyCertSign, what a key has signed is refused."""
    return _refuses(subject, peer, "below-other-usage")


@_path_scenario("rfc5280:6.1.3:every-date")
def an_authority_that_has_expired_issues_nothing(subject, peer):
    """Dates count all along the path, not of the last certificate alone."""
    return _refuses(subject, peer, "below-expired")


@_path_scenario("rfc5280:6.1.4:length")
def a_path_longer_than_its_authority_allows_is_refused(subject, peer):
    """An authority with a pathLenConstraint of 0 has no other authority below it."""
    return _refuses(subject, peer, "below-too-many")


@_path_scenario("rfc5280:4.2.1.10:outside")
def a_name_outside_its_authoritys_constraint_is_refused(subject, peer):
    """An authority that may issue for "elsewhere.example" alone cannot vouch for "localhost"."""
    return _refuses(subject, peer, "below-elsewhere")


@_path_scenario("rfc5280:4.2.1.10:outside")
def a_name_that_its_authority_may_not_issue_for_is_refused(subject, peer):
    """An authority that may issue for everybody but "localhost" cannot vouch for that."""
    return _refuses(subject, peer, "below-excluded")


@_path_scenario("rfc5280:6.1.3:signature")
def an_authority_of_the_anchors_name_is_not_the_anchor(subject, peer):
    """Whoever takes the anchor's name has not its key: what the impostor has issued is refused."""
    return _refuses(subject, peer, "below-impostor")


@_path_scenario("rfc5280:4.2:critical")
def an_extension_that_is_critical_and_unknown_is_refused(subject, peer):
    """What a certificate says must be understood cannot be passed over."""
    return _refuses(subject, peer, "critical")


# -- revocation ---------------------------------------------------------------------------------------------


@scenario("python:verify-flags:valid-list", drivers="bio socket-nonblocking", roles="client", sweep="none")
def an_outdated_list_clears_nobody(subject, peer):
    """With VERIFY_CRL_CHECK_LEAF the list has to be valid: one whose successor is overdue tells nothing."""
    return [
        subject.configured(trust="stale-revocations"),
        subject.context.sets("verify_flags", constant("ssl.VERIFY_CRL_CHECK_LEAF")),
        reconnect(),
        together(subject.handshakes().raises(CERTIFICATE_REJECTED), peer.handshakes().anything()),
    ]
