"""Imports point downwards only (ARCHITECTURE.md), and each engine has one door."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# From the top to the bottom: a module may import what stands in a lower row.
LAYERS = [
    {"app", "kg.assistant", "kg.cli", "kg.server"},
    {"kg.pipeline"},
    {
        "kg.build", "kg.cases", "kg.catalogue", "kg.citations", "kg.coverage", "kg.derive",
        "kg.documents", "kg.explain", "kg.export", "kg.facts", "kg.generate", "kg.lists",
        "kg.mechanisms", "kg.neighbours", "kg.parity", "kg.procedure", "kg.reason", "kg.reference",
        "kg.sandbox", "kg.search", "kg.segment", "kg.sheets", "kg.sources", "kg.supplied",
        "kg.tables", "kg.validate",
    },
    {"kg.assets", "kg.child", "kg.formats", "kg.store"},
    {"kg.namespaces", "kg.yaml12"},
    {"kg.errors", "kg.model"},
    {"kg"},  # the version
]  # fmt: skip

# The readers that a pass may use from a sibling, each with its reason in ARCHITECTURE.md.
SIDEWAYS = {
    ("kg.build", "kg.citations"),  # a citation's words stand in the graph
    ("kg.build", "kg.segment"),  # the language of a text
    ("kg.build", "kg.derive"),  # the periods of the texts
    ("kg.catalogue", "kg.sources"),  # bilingual
    ("kg.citations", "kg.segment"),  # the order of provisions
    ("kg.cli", "kg.assistant"),  # kg mcp
    ("kg.cli", "kg.server"),  # kg serve
    ("kg.coverage", "kg.segment"),  # leaves
    ("kg.derive", "kg.sources"),  # bilingual
    ("kg.documents", "kg.explain"),  # the number of a provision in words
    ("kg.documents", "kg.neighbours"),  # links and names of nodes
    ("kg.export", "kg.tables"),
    ("kg.facts", "kg.segment"),  # flatten, leaves
    ("kg.facts", "kg.sources"),  # bilingual
    ("kg.lists", "kg.segment"),  # a quote matches the words of its provision
    ("kg.lists", "kg.sources"),  # bilingual
    ("kg.mechanisms", "kg.sources"),  # bilingual
    ("kg.neighbours", "kg.explain"),  # the number of a provision in words
    ("kg.procedure", "kg.explain"),  # the words of citations
    ("kg.procedure", "kg.sources"),  # bilingual
    ("kg.reference", "kg.export"),
    ("kg.search", "kg.explain"),  # numbers of provisions in words, what is said of lost texts
    ("kg.sources", "kg.segment"),
    ("kg.validate", "kg.cases"),  # a case file becomes RDF where it is checked
    ("kg.tables", "kg.explain"),  # the words of citations
}
ENGINES = {
    "pyoxigraph": {"kg.store.answering", "kg.store.embedded", "kg.store.quads"},
    "SPARQLWrapper": {"kg.store.remote"},
    "owlready2": {"kg.reason"},
    "pyshacl": {"kg.validate.engines"},
    "shifty": {"kg.validate.engines"},
    "rdflib": {"kg.derive.patterns", "kg.validate.engines"},  # the SPARQL parser; SHACL
    "openpyxl": {
        "kg.lists.annotate",
        "kg.lists.confined",
        "kg.lists.grids",
        "kg.lists.workbook",
        "kg.sheets",
        "kg.validate.reports.tabular",
    },
    "yaml": {"kg.yaml12"},
    "jsonschema": {"kg.formats.checking"},
    "jsonschema_rs": {"kg.cases.accept", "kg.formats.checking"},
    "mcp": {"kg.assistant.server"},
    "pandas": {"kg.pipeline.frames"},
    "typer": {
        "kg.cli",
        "kg.cli.batch",
        "kg.cli.cases",
        "kg.cli.checks",
        "kg.cli.graph",
        "kg.cli.lists",
        "kg.cli.options",
        "kg.cli.procedure",
        "kg.cli.publishing",
        "kg.cli.questions",
        "kg.cli.searching",
        "kg.cli.serving",
    },
    "jinja2": {"kg.explain.page", "kg.reference", "kg.server.data", "kg.validate.reports.page"},
    "streamlit": {"kg.server.asgi"},  # beside app/: the pages join the routes there
}
LONGEST = 350
# Over the length that design section 3 allows; may shrink, may not grow.
LONG: dict[str, int] = {}


def modules():
    """Return {dotted name: path} of the package and the application."""
    found = {}
    for top in ("kg", "app"):
        for path in (ROOT / top).rglob("*.py"):
            inside = path.relative_to(ROOT).parts
            if "__pycache__" in inside or "content" in inside:
                continue
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(p for p in parts if p != "__init__")] = path
    return found


def imports(path, name):
    """Return the dotted names that a file imports anywhere, also inside functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                up = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*up, *([base] if base else [])])
            found.update(f"{base}.{alias.name}" for alias in node.names)
            found.add(base)
    return found


MODULES = modules()
IMPORTS = {name: imports(path, name) for name, path in MODULES.items()}


def unit(name):
    """Return the row entry that a module or an imported name belongs to, "" for none of ours."""
    parts = name.split(".")
    if parts[0] == "app":
        return "app"
    if parts[0] != "kg":
        return ""
    known = {".".join(m.split(".")[:2]) for m in MODULES}
    return ".".join(parts[:2]) if ".".join(parts[:2]) in known else "kg"


def row(name):
    return next((i for i, layer in enumerate(LAYERS) if name in layer), None)


def edges():
    """Return the pairs (importing, imported) between units, without the bare package."""
    found = set()
    for name, names in IMPORTS.items():
        found |= {(unit(name), unit(other)) for other in names if unit(other)}
    return {(a, b) for a, b in found if b not in (a, "kg")}


def test_every_module_has_a_row():
    units = {unit(name) for name in MODULES}
    assert {u for u in units if row(u) is None} == set()
    gone = {u for layer in LAYERS for u in layer} - units
    assert gone <= {"app"}, "a row names a module that is not there"


def test_imports_point_downwards():
    up = {(a, b) for a, b in edges() if row(b) < row(a)}
    assert up == set()


def test_siblings_import_only_what_the_table_allows():
    sideways = {(a, b) for a, b in edges() if row(a) == row(b)}
    assert sideways == SIDEWAYS


def test_the_application_uses_only_the_python_api():
    allowed = {"kg.pipeline", "kg.model", "kg.errors"}
    for name, names in IMPORTS.items():
        if unit(name) == "app":
            assert {unit(n) for n in names} - {"", "app", "kg"} <= allowed, name


def test_no_module_imports_itself_in_a_circle():
    graph = {}
    for name, names in IMPORTS.items():
        graph[name] = {n for n in names if n in MODULES and n not in (name, "kg")}

    done = set()  # no circle goes through these: each module is entered once

    def walk(name, chain):
        assert name not in chain, " -> ".join([*chain, name])
        if name not in done:
            for other in graph[name]:
                walk(other, [*chain, name])
            done.add(name)

    for name in graph:
        walk(name, [])


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_has_one_door(engine):
    users = {
        name
        for name, names in IMPORTS.items()
        if any(n == engine or n.startswith(engine + ".") for n in names) and unit(name) != "app"
    }
    assert users == ENGINES[engine]


def test_what_is_imported_is_declared_and_what_is_declared_is_imported():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    declared = {
        re.split(r"[<>=!~\[; ]", d)[0].lower()
        for d in (*project["dependencies"], *extras["reason"], *extras["mcp"], *extras["frames"])
    }
    own = {"kg", *sys.stdlib_module_names, *(p.stem for p in (ROOT / "app").rglob("*"))}
    used = {n.split(".")[0] for names in IMPORTS.values() for n in names if n} - own
    names = {"yaml": "pyyaml", "shifty": "pyshifty"}
    unnamed = {"httptools", "uvloop"}  # uvicorn takes them where they are installed
    assert {names.get(n, n.lower().replace("_", "-")) for n in used} == declared - unnamed
    assert unnamed <= declared


def test_model_and_errors_know_nothing_of_rdf_files_or_the_command_line():
    for name, names in IMPORTS.items():
        if unit(name) in ("kg.model", "kg.errors"):
            outside = {n.split(".")[0] for n in names}
            assert outside <= {"__future__", "collections", "dataclasses", "typing", "kg"}, name


def test_help_loads_no_engine():
    """ADR 4: `kg --help` is fast because the command line imports lazily."""
    eager = set()
    for name in (m for m in MODULES if unit(m) == "kg.cli"):
        for node in ast.parse(MODULES[name].read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import):
                eager.update(a.name for a in node.names)
            elif isinstance(node, ast.ImportFrom):
                eager.add(node.module)
    ours = {n for n in eager if n.startswith("kg") and unit(n) != "kg.cli"}
    assert ours <= {"kg", "kg.errors"}


def test_no_module_is_a_drawer():
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "base", "core", "tools"}
    assert not {n for n in MODULES if set(n.split(".")) & drawers}


def test_modules_are_short():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for name, path in MODULES.items()
        if name.startswith("kg")
    }
    over = {name: n for name, n in lengths.items() if n > LONGEST}
    assert {n for n in over if n not in LONG} == set(), over
    assert {n for n in LONG if n not in over} == set(), "short again: take it out of LONG"
    assert all(over[n] <= LONG[n] for n in over), over
