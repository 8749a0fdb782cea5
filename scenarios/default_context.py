"""create_default_context(): what a program gets that asks for security and no questions."""

from harness.scenario import (
    MISUSE,
    Actor,
    module_scenario,
    py,
    same,
    trust_file,
)


def _made(subject: Actor, *purpose: str):
    """A default context, for a purpose or for none."""
    given = [subject.ssl.has(f"Purpose.{name}") for name in purpose]
    return subject.ssl.calls("create_default_context", *given).keeps("made")


@module_scenario("python:module:default-context-client")
def a_default_client_verifies(subject):
    """By default certificates are required and names checked, said or unsaid that it is for a client."""
    made = subject.thing("made")
    checks = [
        made.has("check_hostname").gives(True),
        subject.does(same(made.has("verify_mode"), subject.ssl.has("CERT_REQUIRED"))).gives(True),
    ]
    return [_made(subject), *checks, _made(subject, "SERVER_AUTH"), *checks]


@module_scenario("python:module:default-context-server")
def a_default_server_asks_for_nothing(subject):
    """For CLIENT_AUTH the context asks clients for no certificate and holds no authority of its own."""
    made = subject.thing("made")
    return [
        _made(subject, "CLIENT_AUTH"),
        made.has("check_hostname").gives(False),
        subject.does(same(made.has("verify_mode"), subject.ssl.has("CERT_NONE"))).gives(True),
        made.calls("get_ca_certs").gives([]),
    ]


@module_scenario("python:module:default-context-protocol")
def a_default_context_has_one_role(subject):
    """Its protocol is that of a client or of a server, by the purpose."""
    protocol = subject.thing("made").has("protocol")
    return [
        _made(subject),
        subject.does(same(protocol, subject.ssl.has("PROTOCOL_TLS_CLIENT"))).gives(True),
        _made(subject, "CLIENT_AUTH"),
        subject.does(same(protocol, subject.ssl.has("PROTOCOL_TLS_SERVER"))).gives(True),
    ]


@module_scenario("python:module:default-context-strict")
def a_default_context_is_strict(subject):
    """From Python 3.13 on the default refuses sloppy certificates, and takes any anchor it is given."""
    flags = subject.thing("made").has("verify_flags")
    strict, partial = subject.ssl.has("VERIFY_X509_STRICT"), subject.ssl.has("VERIFY_X509_PARTIAL_CHAIN")
    return [
        _made(subject),
        subject.does(same(py("operator.and_", flags, strict), strict)).gives(True),
        subject.does(same(py("operator.and_", flags, partial), partial)).gives(True),
    ]


@module_scenario("python:module:default-context-anchors")
def named_anchors_are_the_only_ones(subject):
    """With a cafile, or its text as cadata, the default trusts that authority alone, and not the system's."""
    made, text = subject.thing("made"), subject.thing("text")
    one = made.calls("get_ca_certs").returns(list, filled=True)
    only_one = subject.does(py("len", one)).gives(1)
    return [
        subject.ssl.calls("create_default_context", cafile=trust_file("ca")).keeps("made"),
        only_one,
        subject.does(py("pathlib.Path", trust_file("ca"))).keeps("file"),
        subject.thing("file").calls("read_text").keeps("text"),
        subject.ssl.calls("create_default_context", cadata=text).keeps("made"),
        only_one,
    ]


@module_scenario("python:module:default-context-purpose")
def other_purposes_do_not_exist(subject):
    """What is no purpose is a TypeError: its name as text is none, and no purpose must not mean the other."""
    wrong = ("SERVER_AUTH", 1, None)
    return [
        subject.ssl.calls("create_default_context", each).raises(MISUSE, exception="TypeError")
        for each in wrong
    ]
