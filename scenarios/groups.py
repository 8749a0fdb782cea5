"""Groups (Python 3.15): which key agreements a context allows, in which order, and which one was used.

secp256r1 is the group that every implementation has (RFC 8446 section 9.1). A scenario that needs another
looks in get_groups() for it; where it is not there, it has nothing to say.
"""

from harness.scenario import (
    FOREIGN,
    MISUSE,
    PROTOCOL_ERROR,
    Act,
    Actor,
    Step,
    constant,
    handshake,
    module_scenario,
    py,
    reconnect,
    same,
    scenario,
    together,
)

_P256 = "secp256r1"
#: What a library that cannot tell its groups makes of the question.
_UNTOLD = {"exception": "NotImplementedError"}
_OFFERED = "client_hello.extensions[supported_groups].groups"
_SHARES = "client_hello.extensions[key_share].shares"


def _new(subject: Actor, role: str = "CLIENT") -> Act:
    return subject.ssl.calls("SSLContext", subject.ssl.has(f"PROTOCOL_TLS_{role}")).keeps("fresh")


def _groups(subject: Actor, name: str, **how: bool) -> Act:
    """What get_groups() lists, kept under `name`; a library may be unable to say."""
    listed = subject.thing("fresh").calls("get_groups", **how)
    return listed.keeps(name).or_raises(FOREIGN, **_UNTOLD)


def _has_group(subject: Actor, group: str) -> list[Act]:
    """The library has this group; unsupported where it has not."""
    return [
        _new(subject),
        _groups(subject, "groups"),
        subject.does(py("enum.Enum", "Groups", subject.thing("groups"))).keeps("known"),
        subject.thing("known").has(f"{group}.name").gives(group),
    ]


def _allows(subject: Actor, groups: str) -> list[Step]:
    """The connections from here on are of a context that allows these groups."""
    return [subject.context.calls("set_groups", groups).gives(None), reconnect()]


def _tells(subject: Actor, name: str | None) -> Act:
    """The connection tells this group."""
    return subject.connection.calls("group").gives(name).or_raises(FOREIGN, **_UNTOLD)


# -- the list -----------------------------------------------------------------------------------------------


@module_scenario("python:context:get-groups")
def the_groups_there_are_have_names(subject):
    """get_groups() lists text, no name twice, and secp256r1 is among them, which everybody has to have."""
    groups = subject.thing("groups")
    return [
        _new(subject),
        _groups(subject, "groups"),
        subject.does(groups).returns(list, filled=True),
        subject.does(
            same(py("set", py("map", constant("type"), groups)), py("set", (constant("str"),)))
        ).gives(True),
        subject.does(same(py("len", py("set", groups)), py("len", groups))).gives(True),
        subject.does(py("operator.contains", groups, _P256)).gives(True),
    ]


@module_scenario("python:context:get-groups-aliases")
def aliases_are_listed_when_asked_for(subject):
    """include_aliases=True adds the other names of the same groups; it is told by its name alone."""
    fresh, groups, more = subject.thing("fresh"), subject.thing("groups"), subject.thing("more")
    return [
        _new(subject),
        _groups(subject, "groups", include_aliases=False),
        _groups(subject, "more", include_aliases=True),
        subject.does(py("operator.le", py("set", groups), py("set", more))).gives(True),
        subject.does(same(fresh.calls("get_groups"), groups)).gives(True),
        fresh.calls("get_groups", True).raises(MISUSE, exception="TypeError"),
    ]


# X25519MLKEM768 and the Brainpool curves of RFC 8734 are for TLS 1.3 alone, and RFC 8446 section 4.2.7 leaves
# the older curves to TLS 1.2.
@module_scenario("python:context:get-groups-versions")
def the_groups_are_those_of_the_versions(subject):
    """What one version alone can use is not listed while the bounds leave it out."""
    fresh, versions = subject.thing("fresh"), subject.ssl.has("TLSVersion")
    newer = ["X25519MLKEM768", "SecP256r1MLKEM768", "MLKEM768", "brainpoolP256r1tls13"]
    older = ["secp224r1", "secp192r1", "sect233k1", "brainpoolP256r1", "P-224", "B-233"]

    def of(version: str, name: str) -> list[Act]:
        bound = subject.thing("versions").has(version)
        return [
            _new(subject),
            fresh.sets("maximum_version", bound),
            fresh.sets("minimum_version", bound),
            _groups(subject, "listed", include_aliases=True),
            subject.does(py("set", subject.thing("listed"))).keeps(name),
        ]

    return [
        subject.does(versions).keeps("versions"),
        *of("TLSv1_2", "tls12"),
        *of("TLSv1_3", "tls13"),
        subject.thing("tls12").calls("isdisjoint", newer).gives(True),
        subject.thing("tls13").calls("isdisjoint", older).gives(True),
        subject.thing("tls12").calls("issuperset", [_P256]).gives(True),
        subject.thing("tls13").calls("issuperset", [_P256]).gives(True),
        _new(subject),
        _groups(subject, "listed", include_aliases=True),
        subject.does(py("set", subject.thing("listed"))).keeps("both"),
        subject.thing("both").calls("issuperset", subject.thing("tls12")).gives(True),
        subject.thing("both").calls("issuperset", subject.thing("tls13")).gives(True),
    ]


@module_scenario("python:context:get-groups-usable")
def every_group_it_lists_can_be_set(subject):
    """set_groups() takes each name that get_groups() lists, its aliases too, and all of them in one list."""
    fresh, groups = subject.thing("fresh"), subject.thing("groups")
    return [
        _new(subject),
        _groups(subject, "aliases", include_aliases=True),
        _groups(subject, "groups"),
        subject.does(py("list", py("map", fresh.has("set_groups"), subject.thing("aliases")))).returns(list),
        subject.does(py("operator.methodcaller", "join", groups)).keeps("join"),
        fresh.calls("set_groups", subject.thing("join").called(":")).gives(None),
    ]


@module_scenario("python:context:set-groups")
def groups_have_names(subject):
    """A group there is is taken, by either role; a name of none is refused, in a list as well."""
    fresh = subject.thing("fresh")
    return [
        step
        for role in ("CLIENT", "SERVER")
        for step in (
            _new(subject, role),
            fresh.calls("set_groups", _P256).gives(None),
            fresh.calls("set_groups", "no such group").raises(PROTOCOL_ERROR, MISUSE),
            fresh.calls("set_groups", f"{_P256}:nope").raises(PROTOCOL_ERROR, MISUSE),
        )
    ]


@module_scenario("python:context:set-groups-type")
def groups_are_text(subject):
    """What is no text is a TypeError, and so is an argument by name; a NUL in it is refused."""
    fresh = subject.thing("fresh")
    return [
        _new(subject),
        *(
            fresh.calls("set_groups", wrong).raises(MISUSE, exception="TypeError")
            for wrong in (5, None, [_P256], b"secp256r1")
        ),
        fresh.calls("set_groups").raises(MISUSE, exception="TypeError"),
        fresh.calls("set_groups", groups=_P256).raises(MISUSE, exception="TypeError"),
        fresh.calls("set_groups", f"{_P256}\0nope").raises(MISUSE, PROTOCOL_ERROR),
    ]


# -- what they do -------------------------------------------------------------------------------------------


@scenario(
    "python:context:set-groups-offered", drivers="bio sockets", roles="client", peers="tlslite", sweep="none"
)
def a_client_offers_the_groups_it_allows(subject, peer):
    """The groups set are those of supported_groups and of the key shares, and one of them is agreed on."""
    return [
        *_allows(subject, _P256),
        handshake(subject, peer),
        subject.sends(f"{_OFFERED} == [secp256r1]"),
        subject.sends(f"absent({_SHARES}) or (len({_SHARES}) == 1 and {_SHARES}[0].group == secp256r1)"),
        _tells(subject, _P256),
    ]


@scenario(
    "python:context:set-groups-order", drivers="bio sockets", roles="client", peers="tlslite", sweep="none"
)
def a_client_offers_its_groups_in_order(subject, peer):
    """Groups are offered in the order they were set in: RFC 8446 reads the first as the preferred one."""
    return [
        *_has_group(subject, "x25519"),
        *_allows(subject, f"{_P256}:x25519"),
        handshake(subject, peer),
        subject.sends(f"{_OFFERED} == [secp256r1, x25519]"),
        *_allows(subject, f"x25519:{_P256}"),
        handshake(subject, peer),
        subject.sends(f"{_OFFERED} == [x25519, secp256r1]"),
    ]


@scenario(
    "python:context:set-groups-kept", drivers="bio sockets", roles="client", peers="tlslite", sweep="none"
)
def groups_that_were_refused_change_nothing(subject, peer):
    """After a list that was refused the groups are those that were set before, and a later list counts."""
    return [
        *_has_group(subject, "x25519"),
        subject.context.calls("set_groups", "x25519").gives(None),
        subject.context.calls("set_groups", _P256).gives(None),
        subject.context.calls("set_groups", "x25519:nope").raises(PROTOCOL_ERROR, MISUSE),
        reconnect(),
        handshake(subject, peer),
        subject.sends(f"{_OFFERED} == [secp256r1]"),
    ]


def _agrees(subject: Actor, peer: Actor, sent: str) -> list[Step]:
    """A client that prefers other groups, and a server that allows but one; `sent` is where it says so."""
    return [
        peer.configured(groups=("x25519", "secp384r1", _P256), shares=("x25519", _P256)),
        *_allows(subject, _P256),
        handshake(subject, peer),
        subject.sends(f"{sent} == {_P256}"),
        _tells(subject, _P256),
    ]


@scenario(
    "python:context:set-groups-chosen",
    drivers="bio sockets",
    roles="server",
    tls="1.2",
    peers="tlslite",
    sweep="none",
)
def tls12_a_server_agrees_to_the_groups_it_allows(subject, peer):
    """A server that allows one group agrees on it, whatever its client prefers."""
    return _agrees(subject, peer, "server_key_exchange.group")


@scenario(
    "python:context:set-groups-chosen",
    drivers="bio sockets",
    roles="server",
    tls="1.3",
    peers="tlslite",
    sweep="none",
)
def tls13_a_server_agrees_to_the_groups_it_allows(subject, peer):
    """A server that allows one group agrees on it, whatever its client prefers."""
    return _agrees(subject, peer, "server_hello.extensions[key_share].group")


@scenario(
    "python:context:set-groups-refused", drivers="bio sockets", roles="server", peers="tlslite", sweep="none"
)
def a_server_refuses_groups_it_does_not_allow(subject, peer):
    """A client that has none of the groups allowed is refused, and no group was agreed on."""
    return [
        peer.configured(groups=("x25519", "secp384r1")),
        *_allows(subject, _P256),
        together(subject.handshakes().raises(PROTOCOL_ERROR), peer.handshakes().anything()),
        subject.alerts("handshake_failure", "insufficient_security"),
        _tells(subject, None),
    ]


@scenario(
    "python:context:set-groups-refused", drivers="bio sockets", roles="client", peers="tlslite", sweep="none"
)
def a_client_has_no_other_groups_than_it_allows(subject, peer):
    """A server that has none of the groups allowed and a client do not connect."""
    return [
        peer.configured(groups=("secp384r1", "secp521r1")),
        *_allows(subject, _P256),
        together(subject.handshakes().raises(PROTOCOL_ERROR), peer.handshakes().anything()),
        subject.sends(f"{_OFFERED} == [secp256r1]"),
        _tells(subject, None),
    ]
