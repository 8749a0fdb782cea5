"""The house stands on its floors: imports point down or sideways, effects stay above the glass floor.

Everything is read with `ast`, imports inside functions too; a check tells the violations in a tree.
"""

import ast
from functools import cache


def _words_of(text):
    return frozenset(text.split())


#: The floor of every room; a room is a module or a package with all that is in it.
FLOOR = {
    "names": 0, "errors": 0, "lazily": 0,
    "endpoint": 1, "expression": 1, "options": 1, "wire": 1, "schedule": 1, "edits": 1,
    "channel": 2, "damage": 2,
    "expectation": 3, "steps": 3, "things": 3, "actors": 3, "scenario": 3, "requirement": 3, "collection": 3,
    "places": 3, "steptext": 3, "written": 3, "states": 3, "models": 3,
    "transcript": 3,  # it speaks of acts, so it lives with the language
    "attempts": 4, "clear": 4, "suites": 4, "hellos": 4, "ledger": 4,
    "rulebook": 4, "rules": 4, "negotiation": 4, "oracle": 4, "outcomes": 4, "events": 4,
    "setup": 5, "pki": 5, "minting": 5, "minting_paths": 5, "implementation": 5, "frames": 5, "remote": 5,
    "trickling": 5,
    "drivers": 6, "peers": 7, "agent": 7, "run": 8,
    "report": 9, "site": 9, "fuzz": 9, "script": 9,
    "cli": 10, "commands": 10, "__main__": 10, "gate": 10, "pytest_plugin": 10,
}  # fmt: skip
GLASS = 4

#: Below the glass floor nothing may reach the world, but the catalogue has to be read from its files.
EFFECTS = _words_of(
    "ssl socket select selectors asyncio urllib http threading queue signal concurrent multiprocessing "
    "subprocess time datetime random secrets uuid os io pathlib shutil tempfile glob fileinput pickle mmap "
    "fcntl sys importlib traceback logging ctypes resource platform"
)
MAY = {
    "harness.collection": {"importlib", "pathlib", "sys", "traceback"},  # imports scenario files
    "harness.requirement": {"pathlib"},  # reads requirement files
    "harness.written": {"pathlib"},  # reads and writes files of one scenario
    "harness.places": {"pathlib"},  # says where they lie
    "harness.channel": {"random"},  # scatter(seed)
    "harness.scenario": {"random"},  # dice, from the cell's seed
    "harness.schedule.families": {"random"},  # a sample of a sweep, from the run's seed
}

#: The only rooms that know each of these.
OWN_ROOMS = {
    "ssl": ("harness.implementation",),
    "tlslite": ("harness.peers",),
    "pebble": ("harness.run.isolate",),
    "backports": ("harness.report.lines",),
    **dict.fromkeys(("dask", "distributed"), ("harness.run.cluster", "harness.run.room")),
    **dict.fromkeys(("OpenSSL", "siotls", "asn1crypto", "pyrtls", "M2Crypto"), ("harness.drivers",)),
    "trustme": ("harness.pki",),
    "cryptography": (
        "harness.peers",
        "harness.minting",
        "harness.minting_paths",
        "harness.drivers.siotls_endpoint",
    ),
    "click": ("harness.cli", "harness.commands", "harness.__main__"),
    "jinja2": ("harness.site",),
    "rich": ("harness.cli", "harness.commands", "harness.report"),
    "atheris": ("harness.fuzz",),
    "hypothesis": ("harness.fuzz.properties",),
    "pytest": ("harness.pytest_plugin", "harness.gate"),
    "_pytest": (),
}

#: What the outlets may know of the house: a run is told to them in events.
REPORTS_KNOW = ("harness.events", "harness.names", "harness.errors", "harness.report", "harness.wire")
#: Outlets that show more than a run: the transcript of a replay, a page of the catalogue.
REPORTS_SHOW = tuple(
    f"harness.{room}" for room in ("transcript", "endpoint", "expression", "requirement", "scenario")
)
SCENARIOS_KNOW = ("harness.scenario", "harness.names", "harness.states", "harness.models")
#: Who may not know whom they judge.
JUDGES = ("harness.oracle", "harness.rules", "harness.rulebook", "harness.ledger", "harness.negotiation")
PRINTERS = ("harness.cli", "harness.commands", "harness.__main__", "harness.report", "harness.fuzz")

#: What may run inside another interpreter.
ON_38 = ("names", "errors", "endpoint", "expression", "options", "setup", "pki", "implementation", "drivers")
NEWER_MODULES = frozenset({"tomllib", "graphlib", "zoneinfo"})
NEWER_NAMES = {
    "typing": _words_of(
        "Annotated Concatenate Never NotRequired ParamSpec Required Self TypeAlias TypeGuard TypeVarTuple "
        "Unpack assert_never assert_type override reveal_type"
    ),
    "functools": frozenset({"cache"}),
    "itertools": frozenset({"pairwise", "batched"}),
    "enum": frozenset({"StrEnum", "verify", "member", "nonmember"}),
    "contextlib": frozenset({"aclosing", "chdir"}),
    "datetime": frozenset({"UTC"}),
    "types": frozenset({"UnionType", "NoneType", "EllipsisType", "GenericAlias"}),
    "dataclasses": frozenset({"KW_ONLY"}),
    "asyncio": frozenset({"TaskGroup", "timeout", "timeout_at", "Runner", "to_thread", "Barrier"}),
}
NEWER_KEYWORDS = {"dataclass": frozenset({"slots", "kw_only", "match_args"}), "zip": frozenset({"strict"})}
NEWER_METHODS = frozenset({"removeprefix", "removesuffix", "bit_count", "is_relative_to", "with_stem"})
GENERIC = frozenset({"list", "dict", "tuple", "set", "frozenset", "type"})
LINES, FUNCTION_LINES = 400, 60


# -- reading the tree


@cache
def _parsed(text):
    return ast.parse(text)


def sources(root, *folders):
    """(module name, path, tree) of every Python file in these folders of `root`."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            if "__pycache__" in path.parts or "catalogue" in path.parts:
                continue
            parts = path.relative_to(root).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            yield name, path, _parsed(path.read_text(encoding="utf-8"))


def modules_in(root):
    """Every dotted name of a module of ours under `root`."""
    return {name for name, _, _ in sources(root, "harness", "scenarios")}


def imports_of(tree, name, known=frozenset(), *, package=False):
    """(dotted name, line) of everything a module imports; `from package import module` names the module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                here = name.split(".") if package else name.split(".")[:-1]
                above = here[: len(here) - (node.level - 1)]
                base = ".".join([*above, base] if base else above)
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                yield inner if inner in known else base, node.lineno


def all_imports(root, *folders):
    """(module, dotted name it imports, place) for every import in these folders."""
    known = modules_in(root)
    for name, path, tree in sources(root, *folders):
        for imported, line in imports_of(tree, name, known, package=path.name == "__init__.py"):
            yield name, imported, f"{path.relative_to(root)}:{line}"


def within(name, rooms):
    """Whether a module is one of these rooms or lies in one."""
    return any(name == room or name.startswith(room + ".") for room in rooms)


def floor(name):
    """The floor of a module of the harness; None for a room that has none, and for the package itself."""
    parts = name.split(".")
    return FLOOR.get(parts[1]) if len(parts) > 1 else None


# -- the checks


def rooms_without_a_floor(root):
    """Every module of the harness stands on a floor."""
    return [
        f"{path.relative_to(root)}: no floor is given to {name}"
        for name, path, _ in sources(root, "harness")
        if name != "harness" and floor(name) is None
    ]


def imports_that_point_up(root):
    """A module imports from its own floor and those below."""
    return [
        f"{place}: {name} on floor {floor(name)} imports {imported} on floor {floor(imported)}"
        for name, imported, place in all_imports(root, "harness")
        if None not in (floor(name), floor(imported)) and floor(imported) > floor(name)
    ]


def strangers(root):
    """Nobody but its own room imports `ssl` or a third party's package."""
    return [
        f"{place}: {name} imports {imported}, which only {OWN_ROOMS[top] or 'the tests'} may"
        for name, imported, place in all_imports(root, "harness", "scenarios")
        if (top := imported.partition(".")[0]) in OWN_ROOMS and not within(name, OWN_ROOMS[top])
    ]


def effects_below_the_glass(root):
    """Below the glass floor: no ssl, socket, thread, event loop, process, clock, file, chance."""
    found = [
        f"{place}: {name} lies below the glass floor and imports {imported}"
        for name, imported, place in all_imports(root, "harness")
        if floor(name) is not None
        and floor(name) <= GLASS
        and (top := imported.partition(".")[0]) in EFFECTS
        and top not in MAY.get(name, ())
    ]
    for name, path, tree in sources(root, "harness"):
        if floor(name) is not None and floor(name) <= GLASS:
            found += [
                f"{path.relative_to(root)}:{line}: {name} opens a file" for line in _calls(tree, "open")
            ]
    return found


def unseeded_chance(root):
    """`random` is used as `random.Random(seed)` and in no other way."""
    found = []
    for _, path, tree in sources(root, "harness"):
        seeded = {
            id(node.func)
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and _is_of(node.func, "random", "Random") and node.args
        }
        # A type is named without being called: `rng: random.Random`.
        seeded |= {id(part) for node in ast.walk(tree) for part in _annotations(node)}
        for node in ast.walk(tree):
            where = f"{path.relative_to(root)}:{getattr(node, 'lineno', 0)}"
            if _is_of(node, "random") and id(node) not in seeded:
                found.append(f"{where}: random.{node.attr} without a seed")
            if isinstance(node, ast.ImportFrom) and node.module == "random":
                found.append(f"{where}: a name of random is imported bare")
    return found


def judges_who_know_the_accused(root):
    """The oracle and the rules have no name for an implementation, and mention none."""
    found = []
    for name, path, tree in sources(root, "harness"):
        if not within(name, JUDGES):
            continue
        pages = {id(page) for page in _docstrings(tree)}
        for node in ast.walk(tree):
            for word in _words(node):
                told = id(node) in pages
                if any(mark in word.lower() for mark in ("openssl", "stdlib", "cpython")) or (
                    not told and "implementation" in word.lower()
                ):
                    found.append(f"{path.relative_to(root)}:{node.lineno}: {name} mentions {word!r}")
    return found


def scenarios_who_know_too_much(root):
    """A scenario speaks the language and nothing else."""
    return [
        f"{place}: a scenario imports {imported}"
        for _, imported, place in all_imports(root, "scenarios")
        if not within(imported, SCENARIOS_KNOW) and imported != "__future__"
    ]


def reports_who_know_too_much(root):
    """Of the house, an outlet knows events and what is shown in them."""
    return [
        f"{place}: {name} imports {imported}"
        for name, imported, place in all_imports(root, "harness/report")
        if imported.startswith("harness.") and not within(imported, (*REPORTS_KNOW, *REPORTS_SHOW))
    ]


def prints_in_the_house(root):
    """Only doors, reports and fuzz targets print."""
    return [
        f"{path.relative_to(root)}:{line}: {name} prints"
        for name, path, tree in sources(root, "harness", "scenarios")
        if not within(name, PRINTERS)
        for line in _calls(tree, "print")
    ]


def too_long(root):
    """Files have at most 400 lines, functions 60."""
    found = []
    for _, path, tree in sources(root, "harness", "scenarios"):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LINES:
            found.append(f"{path.relative_to(root)}: {lines} lines")
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                length = node.end_lineno - node.lineno + 1
                if length > FUNCTION_LINES:
                    found.append(f"{path.relative_to(root)}:{node.lineno}: {node.name} has {length} lines")
    return found


def too_new_for_38(root):
    """What runs in another interpreter reads as Python 3.8 and uses nothing younger."""
    found = []
    for name, path, _ in sources(root, "harness"):
        if len(name.split(".")) < 2 or name.split(".")[1] not in ON_38:
            continue
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"), str(path), feature_version=(3, 8))
        except SyntaxError as error:
            found.append(f"{path.relative_to(root)}:{error.lineno}: {error.msg}")
            continue
        found += [f"{path.relative_to(root)}:{line}: {what}" for line, what in _news(tree)]
    return found


CHECKS = (
    rooms_without_a_floor,
    imports_that_point_up,
    strangers,
    effects_below_the_glass,
    unseeded_chance,
    judges_who_know_the_accused,
    scenarios_who_know_too_much,
    reports_who_know_too_much,
    prints_in_the_house,
    too_long,
    too_new_for_38,
)


# -- reading one tree


def _calls(tree, builtin):
    """Lines on which a builtin is called by its bare name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == builtin:
            yield node.lineno


def _is_of(node, module, name=None):
    """Whether a node is `module.name`, for any name if None."""
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == module
        and name in (None, node.attr)
    )


def _annotations(node):
    """Every node inside the annotations a node carries."""
    carried = [getattr(node, "annotation", None), getattr(node, "returns", None)]
    return [part for tree in carried if isinstance(tree, ast.AST) for part in ast.walk(tree)]


def _docstrings(tree):
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value


def _words(node):
    """The identifiers and texts a node itself holds."""
    for name in ("id", "attr", "arg", "name", "module", "value"):
        value = getattr(node, name, None)
        if isinstance(value, str) and hasattr(node, "lineno"):
            yield value


def _news(tree):
    """(line, what) for everything in a tree that Python 3.8 does not have."""
    annotated = {id(part) for node in ast.walk(tree) for part in _annotations(node)}
    postponed = any(isinstance(n, ast.ImportFrom) and n.module == "__future__" for n in tree.body)
    unreached = {id(part) for part in _for_checkers_only(tree)}
    for node in ast.walk(tree):
        if id(node) in unreached or (postponed and id(node) in annotated):
            continue
        match node:
            case ast.Import(names=names):
                news = [n.name for n in names if n.name.partition(".")[0] in NEWER_MODULES]
            case ast.ImportFrom(module=module, names=names):
                younger = NEWER_NAMES.get(module or "", frozenset())
                news = [f"{module}.{n.name}" for n in names if n.name in younger or module in NEWER_MODULES]
            case ast.Attribute(value=ast.Name(id=module), attr=name) if name in NEWER_NAMES.get(module, ()):
                news = [f"{module}.{name}"]
            case ast.Attribute(attr=name) if name in NEWER_METHODS:
                news = [f".{name}()"]
            case ast.Call(func=ast.Name(id=name), keywords=keywords) if name in NEWER_KEYWORDS:
                news = [f"{name}({k.arg}=)" for k in keywords if k.arg in NEWER_KEYWORDS[name]]
            case ast.Subscript(value=ast.Name(id=name)) if name in GENERIC:
                news = [f"{name}[...]"]
            case ast.BinOp(op=ast.BitOr(), left=left, right=right) if _is_type(left) or _is_type(right):
                news = ["a union written with |"]
            case _:
                news = []
        yield from ((node.lineno, f"Python 3.8 has no {new}") for new in news)


def _is_type(node):
    """Whether an operand of `|` can only be a type: None, a builtin one, a name in CamelCase."""
    if isinstance(node, ast.Constant):
        return node.value is None
    name = node.id if isinstance(node, ast.Name) else ""
    return name in (*GENERIC, "int", "str", "bytes", "bool") or (name[:1].isupper() and not name.isupper())


def _for_checkers_only(tree):
    """Every node under `if TYPE_CHECKING:`, which no interpreter reaches."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            yield from (part for statement in node.body for part in ast.walk(statement))
