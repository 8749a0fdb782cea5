"""Finding an implementation: by built-in name, module, path or entry point, and how it is told what fails."""

import importlib
import ssl
import sys
from importlib import metadata

import pytest

from harness.drivers import registry
from harness.errors import Unsupported, UsageError
from harness.implementation import BUILT_IN, ENTRY_POINTS, Implementation, load, registered


def module_file(folder, text, name="subject.py"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def refused(spec):
    with pytest.raises(UsageError) as caught:
        load(spec)
    told = str(caught.value)
    assert "\n" not in told
    return told


@pytest.fixture
def entry_points(monkeypatch):
    """Registers entry points of the group, for one test."""

    def register(**values):
        points = [metadata.EntryPoint(name, value, ENTRY_POINTS) for name, value in values.items()]
        monkeypatch.setattr(metadata, "entry_points", lambda: metadata.EntryPoints(points))

    return register


# -- found


@pytest.mark.parametrize("spec", ["stdlib", "ssl"])
def test_a_built_in_name_and_a_module_name_are_found(spec):
    implementation = load(spec)
    assert (implementation.name, implementation.module) == (spec, ssl)
    assert implementation.built_on_stdlib


def test_a_path_is_imported_afresh_each_time(tmp_path):
    path = module_file(tmp_path, "from ssl import *\nmarks = []\n")
    one, other = load(path), load(path)
    assert one.name == path
    assert one.module.marks is not other.module.marks
    assert one == other


def test_a_relative_path_without_the_suffix_is_a_path(tmp_path, monkeypatch):
    (tmp_path / "folder").mkdir()
    module_file(tmp_path / "folder", "from ssl import *\n")
    monkeypatch.chdir(tmp_path)
    assert load("folder/subject.py").has("MemoryBIO")
    assert refused("folder/subject") == "implementation folder/subject: there is no such file"


def test_a_module_of_a_path_can_define_dataclasses(tmp_path):
    text = "from __future__ import annotations\nfrom dataclasses import dataclass\nfrom ssl import *\n\n"
    assert (
        load(module_file(tmp_path, text + "@dataclass\nclass Point:\n    x: int = 1\n")).module.Point().x == 1
    )


def test_an_entry_point_is_found_and_listed(entry_points):
    entry_points(another="ssl", broken="no_such_module")
    assert registered() == ["another", "broken"]
    assert load("another").module is ssl
    assert "implementation broken (entry point no_such_module): ModuleNotFoundError" in refused("broken")


def test_a_built_in_name_goes_before_an_entry_point(entry_points):
    entry_points(stdlib="no_such_module")
    assert load("stdlib").module is ssl


# -- not found


def test_an_unknown_name_is_told_with_what_there_is(entry_points):
    entry_points(another="ssl")
    told = refused("no_such_implementation")
    assert told.startswith(
        "there is no implementation 'no_such_implementation': it is not built in (stdlib, mbedtls, tlslite, "
    )
    assert set(BUILT_IN) == {
        "stdlib", "mbedtls", "tlslite", "pyopenssl", "siotls", "rustls", "m2crypto", "truststore", "wolfssl"
    }  # fmt: skip


def test_an_unknown_module_of_a_package_is_unknown_too():
    assert refused("no_such_package.module").startswith("there is no implementation 'no_such_package.module'")
    assert refused("json.no_such_module").startswith("there is no implementation 'json.no_such_module'")


def test_a_path_to_nothing_is_told(tmp_path):
    assert (
        refused(str(tmp_path / "none.py")) == f"implementation {tmp_path / 'none.py'}: there is no such file"
    )
    assert refused(str(tmp_path)) == f"implementation {tmp_path}: there is no such file"


def test_a_file_that_is_no_python_is_told(tmp_path):
    path = module_file(tmp_path, "text", "subject.txt")
    assert refused(path) == f"implementation {path}: it is not a Python file"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = 1\ny = 1 / 0\n", "ZeroDivisionError on import: division by zero (subject.py, line 2)"),
        ("import sys\nsys.exit(3)\n", "SystemExit on import: 3 (subject.py, line 2)"),
        ("import nil\n", "ModuleNotFoundError on import: No module named 'nil' (subject.py, line 1)"),
        ("raise ValueError('one\\ntwo')\n", "ValueError on import: one two (subject.py, line 1)"),
        ("def f():\n    raise KeyError(1)\n\nf()\n", "KeyError on import: 1 (subject.py, line 2)"),
    ],
)  # fmt: skip
def test_a_file_that_raises_is_told_with_file_and_line(tmp_path, text, told):
    path = module_file(tmp_path, text)
    assert refused(path) == f"implementation {path}: {told}"
    assert "tls_harness_subject_subject" not in sys.modules


def test_a_file_that_does_not_parse_is_told_with_its_line(tmp_path):
    path = module_file(tmp_path, "x = 1\ndef f(:\n")
    assert refused(path).startswith(
        f"implementation {path}: SyntaxError on import: invalid syntax (subject.py, line 2)"
    )


def test_a_module_that_raises_is_told_with_file_and_line(tmp_path, monkeypatch):
    module_file(tmp_path, "import no_such_dependency\n", "wraps_something.py")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    told = (
        "implementation wraps_something: ModuleNotFoundError on import: No module named 'no_such_dependency'"
    )
    assert refused("wraps_something") == f"{told} (wraps_something.py, line 1)"


def test_a_module_without_a_context_is_not_shaped_like_ssl(tmp_path):
    path = module_file(tmp_path, "x = 1\n")
    told = (
        "it has no SSLContext, so it is not shaped like ssl, and neither the ClientContext nor the "
        "ServerContext of PEP 543 and PEP 748, nor pyOpenSSL's Connection, nor the ENDPOINT_CALLS of an "
        "endpoint of its own"
    )
    assert refused(path) == f"implementation {path}: {told}"
    assert refused("json") == f"implementation json: {told}"


@pytest.mark.parametrize("context", ["ClientContext", "ServerContext"])
def test_a_module_with_either_context_of_the_peps_is_taken(tmp_path, context):
    assert load(module_file(tmp_path, f"class {context}: ...\n")).has(context)


# -- what it has and lacks


def test_a_name_that_is_missing_is_unsupported(tmp_path):
    implementation = load(module_file(tmp_path, "from ssl import SSLContext\n"))
    assert implementation.has("SSLContext")
    assert not implementation.has("MemoryBIO")
    assert implementation.get("SSLContext") is ssl.SSLContext
    with pytest.raises(Unsupported, match=r"subject\.py has no MemoryBIO"):
        implementation.get("MemoryBIO")


@pytest.mark.parametrize("driver", [name for name in registry.NAMES if registry.suits(name, "stdlib")])
def test_a_driver_says_which_names_it_misses(tmp_path, driver):
    bare = load(module_file(tmp_path, "from ssl import SSLContext\n"))
    assert set(registry.driver(driver).missing(bare)) == set(registry.driver(driver).needs) - {"SSLContext"}
    assert registry.driver(driver).missing(load("stdlib")) == ()


@pytest.mark.parametrize(
    ("text", "built_on"),
    [
        ("from ssl import *\n", True),
        ("import ssl\nclass SSLContext(ssl.SSLContext): ...\n", True),
        ("import ssl as below\nclass SSLContext: ...\n", True),
        ("class SSLContext: ...\n", False),
        ("def SSLContext(protocol): ...\n", False),
    ],
)
def test_what_is_built_on_the_standard_library_is_known(tmp_path, text, built_on):
    assert load(module_file(tmp_path, text)).built_on_stdlib is built_on


def test_the_facts_say_what_is_on_trial(tmp_path):
    facts = load("stdlib").facts()
    assert set(facts) == {"implementation", "library", "python", "platform"}
    assert (facts["implementation"], facts["library"]) == ("stdlib", ssl.OPENSSL_VERSION)
    own = load(module_file(tmp_path, "class SSLContext: ...\n__version__ = '7.1'\n"))
    assert own.facts()["library"] == "7.1"
    assert Implementation("bare", object()).facts()["library"] == "unknown"


def test_truststore_is_its_context_among_the_names_of_ssl():
    truststore = pytest.importorskip("truststore")
    found = load("truststore")
    assert found.get("SSLContext") is truststore.SSLContext
    assert found.get("MemoryBIO") is ssl.MemoryBIO
    assert ssl.SSLContext is not truststore.SSLContext, "and Python's own is left alone"
    assert found.built_on_stdlib
    assert found.facts()["library"] == f"truststore {truststore.__version__}, {ssl.OPENSSL_VERSION}"


def test_an_implementation_whose_parts_are_missing_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "truststore", None)
    told = "implementation truststore: there is no module truststore here; install tls-harness[truststore]"
    assert refused("truststore") == told
