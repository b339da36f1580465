"""What a reader must know of the graph itself: its receipt, sources, licences, how to cite it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

from kg.model import Text
from kg.namespaces import BASE
from kg.pipeline.asking import questions
from kg.pipeline.builds import RULES_FILE
from kg.pipeline.graph import Graph

PACKAGE = "judicial-responsibility-kg"
LICENCES = ("LICENSE", "LICENSE-CONTENT", "NOTICE")
_PROJECT = f"{BASE}id/project"
_DATES = {
    "document": "eli:date_document",
    "publication": "eli:date_publication",
    "in_force": "eli:first_date_entry_in_force",
    "end": "eli:date_no_longer_in_force",
}


@dataclass
class SourceEntry:
    """A source: titles, dates (YYYY-MM-DD by name of _DATES), codes, rights, and what is counted.

    `status` and `certainty` are codes of the schemes source-status and date-certainty. `texts`
    counts provisions by code of text-status, `facts` counts facts by code of confidence.
    """

    id: str
    title: Text
    status: str
    certainty: str
    number: str = ""
    dates: dict[str, str] = field(default_factory=dict)
    note: Text | None = None
    licence: str = ""
    rights: Text | None = None
    texts: dict[str, int] = field(default_factory=dict)
    facts: dict[str, int] = field(default_factory=dict)


def source_entries(graph: Graph) -> list[SourceEntry]:
    """Return the sources by id, all read from the graph."""
    ask = graph.store.solutions
    dates = " ".join(f"OPTIONAL {{ ?s {p} ?{name} }}" for name, p in _DATES.items())
    entries = {
        r["id"]: SourceEntry(
            r["id"],
            Text(r["id"], r["id"]),
            _code(r.get("status", "")),
            _code(r.get("certainty", "")),
            r.get("number", ""),
            {name: r[name] for name in _DATES if name in r},
            licence=r.get("licence", ""),
        )
        for r in ask(
            f"""SELECT * WHERE {{ ?s a jr:Source ; dcterms:identifier ?id .
            OPTIONAL {{ ?s jr:hasSourceStatus ?status }} {dates}
            OPTIONAL {{ ?s jr:hasDateCertainty ?certainty }}
            OPTIONAL {{ ?s jr:documentNumber ?number }}
            OPTIONAL {{ ?d a dcat:Dataset ; dcterms:source ?s ; dcterms:license ?licence }}
            }} ORDER BY ?id"""
        )
    }
    titles = _texts(graph, "?s a jr:Source ; dcterms:identifier ?id ; dcterms:title ?x")
    notes = _texts(graph, "?s a jr:Source ; dcterms:identifier ?id ; skos:scopeNote ?x")
    rights = _texts(
        graph,
        "?d a dcat:Dataset ; dcterms:source ?s ; dcterms:rights ?x . ?s dcterms:identifier ?id",
    )
    for ident, entry in entries.items():
        entry.title = titles.get(ident, entry.title)
        entry.note, entry.rights = notes.get(ident), rights.get(ident)
    for r in ask(
        """SELECT ?id ?c (COUNT(DISTINCT ?p) AS ?n) WHERE {
        ?p jr:hasTextStatus ?c ; jr:belongsToSource ?s . ?s dcterms:identifier ?id }
        GROUP BY ?id ?c ORDER BY ?id ?c"""
    ):
        entries[r["id"]].texts[_code(r["c"])] = int(r["n"])
    for r in ask(
        """SELECT ?id ?c (COUNT(DISTINCT ?f) AS ?n) WHERE {
        ?f jr:hasConfidence ?c ; jr:restsOn/jr:belongsToSource ?s . ?s dcterms:identifier ?id }
        GROUP BY ?id ?c ORDER BY ?id ?c"""
    ):
        entries[r["id"]].facts[_code(r["c"])] = int(r["n"])
    return list(entries.values())


def _code(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def _texts(graph: Graph, pattern: str) -> dict[str, Text]:
    """Return the texts ?x of what has the identifier ?id; a missing language is the other one."""
    found: dict[str, dict[str, str]] = {}
    for r in graph.store.solutions(f"SELECT ?id ?x (LANG(?x) AS ?lang) WHERE {{ {pattern} }}"):
        lang = "zh" if r["lang"].lower().startswith("zh") else "en"
        found.setdefault(r["id"], {})[lang] = r["x"]
    return {k: Text(v.get("zh") or v["en"], v.get("en") or v["zh"]) for k, v in found.items()}


def full_receipt(graph: Graph) -> dict[str, str]:
    """Return what every answer rests on: version, and the sha256 of graph, content, rules, queries.

    `rules` is the sha256 of the rules as the build keeps them, `questions` that of all queries of
    the catalogue in the order of their ids.
    """
    digest = hashlib.sha256()
    for ident, question in sorted(questions().items()):
        digest.update(f"{ident}\0{len(question.sparql.encode())}\0{question.sparql}".encode())
    return {
        **graph.receipt,
        "content": str(graph.manifest["content"]),
        "rules": str(graph.manifest["files"][RULES_FILE]),
        "questions": digest.hexdigest(),
    }


@dataclass(frozen=True)
class HowToCite:
    """How the graph is cited: a sentence in both languages, and a BibTeX entry."""

    text: Text
    bibtex: str


def how_to_cite(graph: Graph, day: str) -> HowToCite:
    """Return how this state of the graph is cited, looked at on `day` (YYYY-MM-DD).

    The title is the first line of NOTICE, the author the project that the graph names. There is no
    DOI and none is made up: the sha256 of the graph says which state is meant.
    """
    receipt = graph.receipt
    label = graph.names([_PROJECT]).get(_PROJECT, Text(PACKAGE, PACKAGE))
    version, digest = receipt["version"], receipt["graph"]
    title = (licence_texts().get("NOTICE", "").splitlines() or [PACKAGE])[0]
    by = Text(label.zh, label.en[:1].upper() + label.en[1:])
    text = Text(
        f"{by.zh}：《{title}》，版本 {version}，图谱 sha256 {digest}，标识 {BASE}（无 DOI），"
        f"{day} 查阅。",
        f"{by.en}. {title}. Version {version}, graph sha256 {digest}, identifiers {BASE} (no DOI),"
        f" consulted {day}.",
    )
    bibtex = "\n".join(
        [
            f"@misc{{judicial-responsibility-{digest[:12]},",
            f"  author  = {{{{{_braced(by.en)}}}}},",
            f"  title   = {{{_braced(title)}}},",
            f"  version = {{{_braced(version)}}},",
            f"  note    = {{Graph sha256 {digest}; no DOI}},",
            f"  url     = {{{BASE}}},",
            f"  urldate = {{{day}}}",
            "}",
        ]
    )
    return HowToCite(text, bibtex)


def _braced(words: str) -> str:
    return re.sub(r"[{}\\%]", "", words)


def licence_texts() -> dict[str, str]:
    """Return the project's own licence files by name, from the checkout or the installed wheel."""
    root = Path(__file__).resolve().parents[2]
    found: dict[str, str] = {}
    for name in LICENCES:
        path = root / name
        if (root / "pyproject.toml").is_file() and path.is_file():
            found[name] = path.read_text(encoding="utf-8")
        else:
            text = _installed(name)
            if text:
                found[name] = text
    return found


def _installed(name: str) -> str:
    try:
        distribution = metadata.distribution(PACKAGE)
    except metadata.PackageNotFoundError:
        return ""
    return distribution.read_text(f"licenses/{name}") or ""


@dataclass(frozen=True)
class Library:
    """A Python library that the application runs on, with its licence in its own words."""

    name: str
    version: str
    licence: str


def libraries() -> Sequence[Library]:
    """Return the installed libraries that the package requires, by name; none if not installed."""
    try:
        required = metadata.requires(PACKAGE) or []
    except metadata.PackageNotFoundError:
        return []
    names = {re.split(r"[^\w.-]", r, maxsplit=1)[0] for r in required if "extra ==" not in r}
    return [lib for name in sorted(names, key=str.casefold) for lib in _library(name)]


def _library(name: str) -> Iterable[Library]:
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return
    yield Library(told["Name"], told["Version"], _licence(told))


def _licence(told: metadata.PackageMetadata) -> str:
    """Return a library's licence: its expression, else its classifiers, else the field's line."""
    expression = told.get_all("License-Expression")
    if expression:
        return str(expression[0])
    marked = [c for c in told.get_all("Classifier") or [] if c.startswith("License ::")]
    if marked:
        return "; ".join(c.rsplit(" :: ", 1)[1] for c in marked)
    stated = told.get_all("License") or [""]
    return (str(stated[0]).strip().splitlines() or [""])[0]
