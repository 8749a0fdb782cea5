"""What guides a target: the Python it is about, and the implementation's own."""

import pytest

from harness.fuzz import guides
from harness.implementation import load


@pytest.mark.parametrize(
    ("target", "implementation", "expected"),
    [
        ("client_hello", "stdlib", ()),
        ("client_hello", "ssl", ()),
        ("client_hello", "stdlib@python3.12", ()),
        ("client_hello", "program:openssl", ()),
        ("client_hello", "tlslite", ("tlslite",)),
        ("differential", "tlslite", ("tlslite",)),
        ("differential", "siotls", ("tlslite", "siotls")),
        ("client_hello", "my_package.tls", ("my_package.tls",)),
        ("records", "tlslite", ("harness.wire",)),
        ("call_order", "siotls", ("siotls",)),
    ],
)
def test_the_packages_that_guide(target, implementation, expected):
    assert guides.packages(target, implementation) == expected
    assert guides.is_guided(target, implementation) == bool(expected)


def test_the_functions_of_a_file_guide(tmp_path):
    module = tmp_path / "my_tls.py"
    module.write_text(
        """
import json
from ssl import *
from functools import wraps


def helper():
    pass


class Connection(SSLObject):
    def do_handshake(self):
        pass

    @property
    def odd(self):
        pass

    @classmethod
    def made(cls):
        pass
"""
    )
    found = guides.functions(load(str(module)))
    assert {function.__qualname__ for function in found} == {
        "helper",
        "Connection.do_handshake",
        "Connection.odd",
        "Connection.made",
    }
    assert guides.places("client_hello", str(module)) == (str(module),)
    assert guides.is_guided("client_hello", str(module))


def test_what_is_imported_by_its_name_has_no_functions_to_be_instrumented_apart():
    assert list(guides.functions(load("tlslite"))) == []


def test_places_are_where_the_code_lies():
    (place,) = guides.places("client_hello", "tlslite")
    assert place.endswith("tlslite")
