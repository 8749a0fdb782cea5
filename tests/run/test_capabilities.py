"""What a stack can do is found out by trying, and its word is believed only when it is good."""

from __future__ import annotations

import textwrap
from importlib.util import find_spec

import pytest

from harness.names import Role, Tls
from harness.run.capabilities import GROUPS, Stack, probe, stack_named

#: An endpoint of its own that answers every call alike.
ANSWERS = """
    from harness.endpoint import Done
    from harness.errors import Unsupported

    ENDPOINT_CALLS = ("handshake", "read", "write", "close_notify", "tell", "ask")


    class Endpoint:
        hung_up = False

        def attempt(self, call):
            {answer}

        def feed(self, data): pass
        def feed_eof(self): pass
        def take(self): return b""
        def backlog(self): return 0
        def close(self): pass


    def connect(setup):
        return Endpoint()
    """


@pytest.fixture
def trial(tmp_path):
    """Probe an implementation of that text."""

    def of(text: str):
        file = tmp_path / "subject.py"
        file.write_text(textwrap.dedent(text), encoding="utf-8")
        (found,) = probe([Stack(str(file))], 1)
        return found

    return of


@pytest.fixture(scope="module")
def stdlib():
    (found,) = probe([stack_named("stdlib")], 1)
    return found


def test_the_ssl_of_this_python_can_do_everything_and_its_word_is_good(stdlib):
    assert stdlib.missing is None
    assert stdlib.doubt is None
    assert stdlib.lacks() == []
    assert stdlib.where("ALPN") == [(role, tls) for role in Role for tls in Tls]
    assert stdlib.where("KeyUpdate") == [(role, Tls.V13) for role in Role]
    assert stdlib.supports() == (
        "TLS 1.2 1.3; client server; ALPN; client certificates; resumption; KeyUpdate; later authentication; "
        "groups " + " ".join(GROUPS)
    )


def test_a_feature_it_lacks_is_named_with_its_own_reason(trial):
    found = trial("""
        import ssl
        from ssl import *


        class SSLContext(ssl.SSLContext):
            @property
            def set_alpn_protocols(self):
                raise AttributeError
        """)
    assert found.doubt is None
    ((feature, why),) = found.lacks()
    assert feature == "ALPN"
    assert why.endswith("has no SSLContext.set_alpn_protocols")
    assert "ALPN" not in found.supports()


def test_a_feature_of_one_role_alone_says_so(trial):
    found = trial("""
        import ssl
        from ssl import *


        class SSLContext(ssl.SSLContext):
            def set_alpn_protocols(self, names):
                if self.protocol == ssl.PROTOCOL_TLS_CLIENT:
                    super().set_alpn_protocols(names)
        """)
    assert "; ALPN (client);" in found.supports()
    assert found.lacks() == []


@pytest.mark.parametrize(
    ("answer", "doubt"),
    [
        ("return Done()", "a made-up call is not rejected as unsupported (it returns)"),
        ("raise Unsupported('not today')", "it says unsupported to everything"),
    ],
)
def test_the_word_of_a_driver_that_answers_everything_alike_is_not_believed(answer, doubt, trial):
    found = trial(ANSWERS.format(answer=answer))
    assert found.missing is None
    assert str(found.doubt).startswith(doubt)


def test_a_made_up_call_that_raises_is_no_rejection(trial):
    found = trial("""
        import ssl
        from ssl import *


        class SSLObject(ssl.SSLObject):
            def levitates(self):
                raise RuntimeError("never heard of it")


        class SSLContext(ssl.SSLContext):
            sslobject_class = SSLObject
        """)
    assert "it came to RuntimeError (never heard of it)" in str(found.doubt)


def test_what_takes_its_process_down_costs_its_own_cells(trial):
    found = trial(ANSWERS.format(answer="__import__('os')._exit(7)"))
    assert found.supports() == "no handshake"
    assert found.doubt is None


def test_what_is_not_here_says_what_to_install():
    nowhere, python, under = probe(
        [stack_named(name) for name in ("nowhere", "stdlib@python9", "no+trio")], 1
    )
    assert "there is no implementation 'nowhere'" in str(nowhere.missing)
    assert python.missing == "implementation stdlib@python9: there is no interpreter 'python9'"
    assert "there is no implementation 'no'" in str(under.missing)


def test_a_name_may_end_in_a_layer():
    assert stack_named("stdlib+trio") == Stack("stdlib", "trio")
    assert stack_named("./a+b.py") == Stack("./a+b.py")
    assert stack_named("stdlib+trio").name == "stdlib+trio"


@pytest.mark.skipif(find_spec("trio") is None, reason="trio, an extra, is not here")
def test_a_layer_is_tried_through_its_own_driver():
    (found,) = probe([stack_named("stdlib+trio")], 1)
    assert {result.driver for each in found.answers.values() for result in each.values()} == {"trio"}
    assert (found.missing, found.doubt) == (None, None)
    assert found.supports().startswith("TLS 1.2 1.3; client server; ALPN;")
