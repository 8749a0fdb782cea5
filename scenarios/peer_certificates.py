"""The peer's certificate as getpeercert() tells it: every name of it, in the form that is documented."""

from harness.scenario import Actor, Step, handshake, py, scenario

#: Names as RFC 5280 section 4.1.2.4 has them: in order, and within each a set of parts.
_SUBJECT = (
    (("organizationName", "Harness"),),
    (("organizationalUnitName", "one"),),
    (("organizationalUnitName", "two"), ("userId", "7")),
    (("commonName", "both"),),
)


def _tells(subject: Actor, peer: Actor) -> list[Step]:
    """The peer's certificate is kept as "told"."""
    return [
        peer.configured(certificate="many-names"),
        handshake(subject, peer),
        subject.connection.calls("getpeercert").keeps("told"),
    ]


@scenario(
    "python:sslobject:getpeercert:names", drivers="bio sockets", roles="client", peers="honest", sweep="none"
)
def a_name_of_two_parts_is_one_name(subject, peer):
    """Each name of the subject is a sequence of its parts: two parts of one name are not two names.

    Whoever grants rights by a unit and the user in it must not find them apart.
    """
    told = py("operator.getitem", subject.thing("told"), "subject")
    return [
        *_tells(subject, peer),
        subject.does(py("len", told)).gives(len(_SUBJECT)),
        *(
            subject.does(py("sorted", py("operator.getitem", told, place))).gives(sorted(parts))
            for place, parts in enumerate(_SUBJECT)
        ),
    ]
