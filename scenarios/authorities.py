"""Authorities: where a context gets them from besides one file, and what it counts as one."""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    Actor,
    Step,
    chain_file,
    handshake,
    module_scenario,
    py,
    reconnect,
    scenario,
    together,
    trust_file,
)


def _client(subject: Actor) -> Step:
    protocol = subject.ssl.has("PROTOCOL_TLS_CLIENT")
    return subject.ssl.calls("SSLContext", protocol).keeps("fresh")


def _texts(subject: Actor) -> list[Step]:
    """`one` and `other`, two authorities in PEM, and `one_der` and `other_der`, the same in DER."""
    return [
        step
        for name, file in (("one", "ca"), ("other", "other-ca"))
        for step in (
            subject.does(py("pathlib.Path", trust_file(file))).keeps("file"),
            subject.thing("file").calls("read_text").keeps(name),
            subject.ssl.calls("PEM_cert_to_DER_cert", subject.thing(name)).keeps(f"{name}_der"),
        )
    ]


def _loads(subject: Actor, **what: object) -> Step:
    return subject.thing("fresh").calls("load_verify_locations", **what).gives(None)


def _counts(subject: Actor, certificates: int, authorities: int, revocations: int = 0) -> list[Step]:
    """What the kept context's store holds, and how many of it are listed as authorities."""
    stats = {"x509": certificates, "x509_ca": authorities, "crl": revocations}
    return [
        subject.thing("fresh").calls("cert_store_stats").gives(stats),
        subject.does(py("len", subject.thing("fresh").calls("get_ca_certs"))).gives(authorities),
    ]


# -- data ---------------------------------------------------------------------------------------------------


@module_scenario("python:context:cadata-der")
def certificates_in_der_may_stand_in_a_row(subject):
    """DER bytes hold as many certificates as there are, one behind the other, in any kind of buffer."""
    both = py("operator.add", subject.thing("one_der"), subject.thing("other_der"))
    return [
        *_texts(subject),
        *(
            step
            for data in (both, py("bytearray", both), py("memoryview", both))
            for step in (_client(subject), _loads(subject, cadata=data), *_counts(subject, 2, 2))
        ),
        _client(subject),
        _loads(subject, cadata=py("operator.add", both, subject.thing("one_der"))),
        *_counts(subject, 2, 2),
    ]


@module_scenario("python:context:cadata-pem")
def words_between_certificates_are_passed_over(subject):
    """PEM text may say in words whose each certificate is, before it, behind it and in between."""
    parts = ("an authority\n", subject.thing("one"), "another\n", subject.thing("other"), "and no more\n")
    text = subject.thing("nothing").calls("join", parts)
    return [
        *_texts(subject),
        subject.does(py("str")).keeps("nothing"),
        _client(subject),
        _loads(subject, cadata=text),
        *_counts(subject, 2, 2),
    ]


# -- what counts --------------------------------------------------------------------------------------------


@module_scenario("python:context:store-stats-kinds", "python:context:ca-certs-only")
def a_certificate_that_is_no_authority_is_not_counted_as_one(subject):
    """A server's own certificate can be trusted as it is: it is counted, though not among authorities.

    Nor does get_ca_certs() list it. Lists of revoked certificates are counted by themselves.
    """
    return [
        _client(subject),
        _loads(subject, cafile=chain_file("ecdsa")),
        *_counts(subject, 1, 0),
        _loads(subject, cafile=trust_file("ca")),
        *_counts(subject, 2, 1),
        _loads(subject, cafile=trust_file("revocations")),
        *_counts(subject, 2, 1, revocations=1),
    ]


# -- folders ------------------------------------------------------------------------------------------------

#: Where the authority "ca" has the name that OpenSSL looks it up by (`harness.pki.mint`), and no other has.
_FOLDER = py("os.path.dirname", trust_file("ca"))


def _refused(subject: Actor, peer: Actor) -> Step:
    return together(subject.handshakes().raises(CERTIFICATE_REJECTED), peer.handshakes().anything())


@scenario(
    "python:context:capath", "python:context:capath-late",
    drivers="sslobject sockets", roles="client", peers="honest", sweep="none",
)  # fmt: skip
def authorities_are_looked_up_in_a_folder(subject, peer):
    """An authority in a folder given as capath is trusted, and listed once it was used; others are not."""
    listed = subject.context.calls("get_ca_certs")
    return [
        subject.configured(trust="nothing"),
        subject.context.calls("load_verify_locations", capath=_FOLDER),
        subject.does(py("len", listed)).gives(0),
        reconnect(),
        handshake(subject, peer),
        subject.does(py("len", listed)).gives(1),
        reconnect(),
        peer.configured(certificate="untrusted"),
        _refused(subject, peer),
        reconnect(),
    ]


@scenario("python:context:capath", drivers="sslobject sockets", roles="client", peers="honest", sweep="none")
def a_folder_of_authorities_may_stand_beside_a_file(subject, peer):
    """A cafile and a capath given in one call both count."""
    return [
        subject.configured(trust="nothing"),
        _refused(subject, peer),
        subject.context.calls("load_verify_locations", trust_file("other-ca"), _FOLDER),
        reconnect(),
        handshake(subject, peer),
        reconnect(),
        peer.configured(certificate="untrusted"),
        handshake(subject, peer),
    ]
