"""The recipes. CI only calls these; `nox -l` lists them.

nox -s conformance -- ARGS     tls-harness run ARGS, on every Python found
nox -s conformance-stacks      the same with every other TLS stack, layer and program, one after the other
nox -s conformance-debian      the same on the Pythons of other Debian releases, with the OpenSSL of those
nox -s tests                   the project's own tests, on every Python found
nox -s planted                 the kill matrix: every planted defect must be caught
nox -s fuzz -- ARGS            tls-harness fuzz ARGS, by default every target for a short bounded time
nox -s search -- ARGS          tls-harness search ARGS, by default every property, the same every time
nox -s replay                  every input of the corpora and every regression, without Atheris
nox -s browser                 the site in a real Chromium, offline; screenshots in reports/screenshots
nox -s docs                    the documentation site, in reports/docs
nox -s gate                    what the GitHub action runs, as plain shell
nox -s oss-fuzz                the steps of oss-fuzz/build.sh, in a scratch environment
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import nox

nox.options.sessions = ["lint", "tests", "conformance", "planted"]
nox.options.error_on_external_run = True

ROOT = Path(__file__).parent
SUPPORTED = ("3.11", "3.12", "3.13", "3.14", "3.15")
#: Pythons the harness does not run on, but whose ssl it can try through the agent.
ELSEWHERE = ("3.8", "3.9", "3.10")
#: With what those are tried. PyPy's module fails where docs/disclosure.md says no more than the class.
ELSEWHERE_FACES = ("bio", "socket-nonblocking", "socket", "module")
LAYERS = nox.project.dependency_groups(nox.project.load_toml("pyproject.toml"), "layers")
TESTS = nox.project.dependency_groups(nox.project.load_toml("pyproject.toml"), "test")
BROWSER = nox.project.dependency_groups(nox.project.load_toml("pyproject.toml"), "browser")
DOCS = nox.project.dependency_groups(nox.project.load_toml("pyproject.toml"), "docs")
LINT = nox.project.dependency_groups(nox.project.load_toml("pyproject.toml"), "lint")

#: TLS stacks that are extras, and the layers that are drivers over the ssl of Python.
STACKS = ("pyopenssl", "siotls", "rustls", "mbedtls", "truststore")
DRIVERS = ("trio", "anyio", "urllib3", "gevent", "eventlet", "tornado", "uvloop")
#: Programs, and the command that each needs; Debian packages bring them. NSS's own and M2Crypto are not among
#: the stacks here: they fail where docs/disclosure.md has nothing said that would excuse them.
PROGRAMS = {"openssl": "openssl", "gnutls": "gnutls-serv", "jsse": "javac"}
#: Stacks without wheels for this Python, where the extra installs nothing.
WITHOUT_WHEELS = ("rustls", "mbedtls") if sys.version_info >= (3, 13) else ()

#: Releases of Debian, and the Pythons in each: what runs on machines newer than this one.
RELEASES = ("trixie:3.13", "sid:3.13", "sid:3.14", "sid:3.15")

#: What the gate is tried with here: it is the recipe that is on trial.
_THEME = ("--scenario", "closing/*")
#: A test process for each CPU.
_AT_ONCE = ("-n", "auto")


def interpreters() -> list[str]:
    """The running interpreter, and every other supported one that can be found and really runs."""
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    found = {own: sys.executable}
    for version in SUPPORTED:
        for candidate in (shutil.which(f"python{version}"), *_from_pyenv(version)):
            if version not in found and candidate is not None and _runs(candidate, version):
                found[version] = candidate
    return [found[version] for version in sorted(found, key=lambda v: (v != own, v))]


def _from_pyenv(version: str) -> list[str]:
    """Interpreters that pyenv has installed but not put on the path."""
    pyenv = shutil.which("pyenv")
    if pyenv is None:
        return []
    root = subprocess.run([pyenv, "root"], capture_output=True, text=True, check=False).stdout.strip()
    return [str(path) for path in sorted(Path(root).glob(f"versions/{version}.*/bin/python{version}"))]


def _runs(candidate: str, version: str) -> bool:
    """Whether `candidate` is a working interpreter of that version with an ssl module."""
    code = "import ssl, sys; print('%d.%d' % sys.version_info[:2])"
    told = subprocess.run([candidate, "-c", code], capture_output=True, text=True, check=False)
    return told.returncode == 0 and told.stdout.strip() == version


OTHERS = interpreters()[1:]


@nox.session
def conformance(session: nox.Session) -> None:
    """Put the running interpreter's ssl on trial; arguments go to `tls-harness run`."""
    session.install("-e", ".[mbedtls]")
    session.run("tls-harness", "run", *session.posargs)


@nox.session(name="conformance-others", python=OTHERS)
def conformance_others(session: nox.Session) -> None:
    """The same on the other Pythons found, with the quick profile unless told otherwise."""
    session.install("-e", ".[mbedtls]")
    session.run("tls-harness", "run", *(session.posargs or ["--profile", "quick"]))


@nox.session(name="conformance-stacks")
def conformance_stacks(session: nox.Session) -> None:
    """Put every other stack, layer and program on trial, quickly unless told otherwise; fails at findings."""
    session.install("-e", f".[{','.join(STACKS)}]", *LAYERS)
    for name in WITHOUT_WHEELS:
        session.log(f"unsupported: there are no wheels of {name} for this Python")
    trials: dict[str, tuple[str, ...]] = {name: (name,) for name in STACKS if name not in WITHOUT_WHEELS}
    trials |= {name: ("--driver", name) for name in DRIVERS}
    for name, command in PROGRAMS.items():
        if shutil.which(command) is None:
            session.log(f"unsupported: program:{name}: there is no {command} here")
        else:
            trials[name] = (f"program:{name}",)
    results, failed = Path(session.create_tmp()), []
    for name, trial in trials.items():
        arguments = (
            *trial,
            "--results",
            str(results / f"{name}.jsonl"),
            *(session.posargs or ["--profile", "quick"]),
        )
        try:
            session.run("tls-harness", "run", *arguments, env=_without_authorities(results))
        except nox.command.CommandFailed:
            failed.append(name)
    if failed:
        session.error(f"unexplained: {', '.join(failed)}")


def _without_authorities(folder: Path) -> dict[str, str]:
    """A system that trusts nobody: truststore reads its authorities anew for each connection, for 30 ms."""
    (folder / "nobody.pem").touch()
    return {"SSL_CERT_FILE": str(folder / "nobody.pem"), "SSL_CERT_DIR": str(folder / "nobody")}


@nox.session(name="conformance-elsewhere")
def conformance_elsewhere(session: nox.Session) -> None:
    """Put on trial, through the agent, the ssl of every older Python and of PyPy, as far as they are here."""
    session.install("-e", ".")
    found = {version: _found(f"python{version}", version) for version in ELSEWHERE}
    found["PyPy"] = shutil.which("pypy3")
    for version, python in found.items():
        if python is None:
            session.log(f"unsupported: there is no Python {version} here")
            continue
        faces = [f"--driver={name}" for name in ELSEWHERE_FACES if (version, name) != ("PyPy", "module")]
        arguments = session.posargs or [*faces, "--schedule", "straight"]
        session.run("tls-harness", "run", "--python", python, *arguments)


@nox.session(name="conformance-debian")
def conformance_debian(session: nox.Session) -> None:
    """Put the ssl of other Debian releases on trial, each in a folder; arguments are RELEASE:PYTHON."""
    if shutil.which("debootstrap") is None or os.geteuid() != 0:
        session.log("unsupported: this needs Debian's package debootstrap, and root")
        return
    folder, failed = Path(session.create_tmp()).resolve(), []
    session.run("pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder / "wheel"), ".")
    for trial in session.posargs or RELEASES:
        release, _, version = trial.partition(":")
        if not (folder / release / "usr" / "bin" / "apt-get").is_file():
            options = ("--variant=minbase", "--include=ca-certificates", release, str(folder / release))
            session.run("debootstrap", *options, external=True, silent=True)
        try:
            script = str(ROOT / "tests" / "in_debian.sh")
            session.run("unshare", "--mount", "sh", script, str(folder / release), version, external=True)
        except nox.command.CommandFailed:
            failed.append(trial)
    if failed:
        session.error(f"unexplained: {', '.join(failed)}")


def _found(name: str, version: str) -> str | None:
    """An interpreter that really runs."""
    candidates = [shutil.which(name), *_from_pyenv(version)]
    return next((each for each in candidates if each is not None and _runs(each, version)), None)


@nox.session
def tests(session: nox.Session) -> None:
    """The project's own tests; arguments go to pytest."""
    session.install("-e", ".[mbedtls]", *TESTS)
    session.run("pytest", *(session.posargs or _AT_ONCE))


@nox.session(name="tests-others", python=OTHERS)
def tests_others(session: nox.Session) -> None:
    """The project's own tests on the other Pythons found."""
    session.install("-e", ".[mbedtls]", *TESTS)
    session.run("pytest", *(session.posargs or _AT_ONCE))


@nox.session
def browser(session: nox.Session) -> None:
    """Drive the site with the Chromium of the system; says what is missing where there is none."""
    names = ("chromium", "chromium-browser")
    if not os.environ.get("CHROMIUM") and not any(map(shutil.which, names)):
        session.error("there is no Chromium here: apt-get install chromium, or set CHROMIUM to one")
    session.install("-e", ".", *BROWSER)
    session.run("pytest", "tests/site", *session.posargs)


@nox.session
def planted(session: nox.Session) -> None:
    """The kill matrix: fails if a planted defect survives or a scenario kills none."""
    session.install("-e", ".", *LAYERS)
    session.run("python", "-m", "tests.kill_matrix", *session.posargs)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Run every fuzz target for a short bounded time; arguments go to `tls-harness fuzz`."""
    session.install("-e", ".[fuzz]")
    session.run("tls-harness", "fuzz", *session.posargs)


@nox.session(name="fuzz-smoke")
def fuzz_smoke(session: nox.Session) -> None:
    """The same for CI: what a search finds in CPython is news, and only a fault of ours fails."""
    session.install("-e", ".[fuzz]")
    session.run("tls-harness", "fuzz", "--time", "4s", *session.posargs, success_codes=[0, 1])


@nox.session
def search(session: nox.Session) -> None:
    """Search every property with Hypothesis; what it finds in CPython is news and fails nothing."""
    session.install("-e", ".[search]")
    session.run("tls-harness", "search", *session.posargs, success_codes=[0, 1])


@nox.session
def replay(session: nox.Session) -> None:
    """Try every input of the corpora, and every regression; arguments go to `tls-harness corpus replay`."""
    session.install("-e", ".")
    session.run("tls-harness", "corpus", "replay", *session.posargs)
    if any((ROOT / "scenarios" / "regressions").glob("*.toml")):
        session.run("tls-harness", "run", "--scenario", "regressions/*")


@nox.session(name="oss-fuzz")
def oss_fuzz(session: nox.Session) -> None:
    """Build what OSS-Fuzz would, with a stand-in for its compile_python_fuzzer, and run each a little."""
    session.install("atheris>=3.0", "pyinstaller>=6.0")
    session.run("python", "oss-fuzz/rehearse.py", session.create_tmp(), *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation site into reports/docs; warnings are errors."""
    session.install("-e", ".", *DOCS)
    session.run("mkdocs", "build", "--strict", *session.posargs, env={"NO_MKDOCS_2_WARNING": "1"})


@nox.session
def gate(session: nox.Session) -> None:
    """What action.yml runs, as plain shell: arguments go to `tls-harness run`, by default one theme's."""
    session.install("-e", ".")
    told = {"TLS_IMPLEMENTATION": "stdlib", "TLS_ARGUMENTS": shlex.join(session.posargs or _THEME)}
    session.run(str(ROOT / ".ci" / "gate"), env=told, external=True)


@nox.session
def bench(session: nox.Session) -> None:
    """Print how much the harness costs beside bare loops of the same pairs, as ratios of one run."""
    session.install("-e", ".")
    session.run("python", "-m", "tests.bench", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Ruff, its formatter and mypy --strict."""
    session.install("-e", ".", *LINT)
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy")


@nox.session
def wheel(session: nox.Session) -> None:
    """Build sdist and wheel, install away from the checkout, follow docs/porting.md there and run quick."""
    session.install("build", "pytest>=8.2")
    dist = Path(session.create_tmp())
    # Without --wheel it is built from the sdist, which is thereby known to be whole.
    session.run("python", "-m", "build", "--outdir", str(dist), str(ROOT), silent=True)
    session.install(*map(str, dist.glob("*.whl")))
    page = ROOT / "docs" / "porting.md"
    session.run("python", str(ROOT / "docs" / "try_page.py"), str(page), str(dist))
    with session.chdir(dist):
        session.run(
            "tls-harness", "run", "--profile", "quick", "--results", "results.jsonl", *session.posargs
        )
