"""Searches the texts of an opened build, or of a graph on a SPARQL server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from kg import search as searching, tables
from kg.errors import KgError, Problem
from kg.model import SearchResult, Text
from kg.pipeline.builds import SEARCH_FILE, searchable
from kg.pipeline.graph import Graph
from kg.search import Collection, Index
from kg.store import EmbeddedStore, RemoteStore, Result, Store


def search(
    graph: Graph | None,
    words: str,
    *,
    kinds: Sequence[str] | None = None,
    lang: str | None = None,
    limit: int = 20,
    offset: int = 0,
    endpoint: str = "",
) -> SearchResult:
    """Return what has all the words, best first: numbers and labels, then labels, then texts.

    Words are Chinese (two characters suffice) or English, in any mixture; words in quotation marks
    stand together; `第三十条`, `30条`, `art 30` and `opinions-2024/art-30` are numbers. `kinds` are
    codes of `search_kinds`, none for every kind; `lang` (`zh` or `en`) keeps to the texts in one
    language. A page has `limit` hits (1 to 100) from `offset` on. The graph is the opened one, or
    that at `endpoint`. Nothing found is a result with a hint, no error; raises KgError on words,
    kinds or numbers that cannot be used, and when the endpoint does not answer.
    """
    if lang not in (None, "", "zh", "en"):
        raise KgError(
            Problem(
                "lang",
                f"没有语言“{lang[:80]}”。",
                f'There is no language "{lang[:80]}".',
                "请写 zh 或 en，或者不写。",
                "Write zh or en, or leave it out.",
            )
        )
    if endpoint:
        index = _index_at(endpoint, lang or "")
    else:
        assert graph is not None, "a graph or an endpoint"
        index = _index(graph, lang or "")
    return index.search(words, tuple(kinds or ()), limit, offset)


def search_kinds() -> Mapping[str, Text]:
    """Return the kinds of nodes that can be found, by code, with what people call them."""
    return searching.KINDS


def search_texts() -> Mapping[str, Text]:
    """Return what a text of a hit can be (`Marked.of`), with what people call it."""
    return searching.OF


def search_text(result: SearchResult, lang: str, marks: bool = False) -> str:
    """Return a result as text for people, the words found in bold with `marks`."""
    return searching.result_text(result, lang, marks)


def search_csv(result: SearchResult) -> str:
    """Return a result as CSV, one row a hit; no cell is a formula."""
    rows = searching.result_rows(result)
    return tables.to_csv(Result(rows.variables, rows.rows, None, {}))


def warm_search(graph: Graph) -> None:
    """Read what can be searched now, so that the first search is as fast as the next."""
    _index(graph, "")


@lru_cache(3)  # one a language, so that no build is kept long after it was replaced
def _index(graph: Graph, lang: str) -> Index:
    return Index(_collection(graph), lang)


@lru_cache(6)
def _index_at(endpoint: str, lang: str) -> Index:
    return Index(_read_at(endpoint), lang)


@lru_cache(2)
def _collection(graph: Graph) -> Collection:
    """Return what a build keeps beside its graph; a server is asked."""
    if isinstance(graph, Graph) and isinstance(graph.store, EmbeddedStore):
        return searching.unpack((graph.folder / SEARCH_FILE).read_bytes())
    return _held(graph.store, "store")


@lru_cache(2)
def _read_at(endpoint: str) -> Collection:
    return _held(RemoteStore(endpoint), endpoint)


def _held(store: Store, name: str) -> Collection:
    """Return what a server's default graph holds; raise KgError when it holds nothing of ours."""
    found = searchable(store)
    if not found.titles:
        raise KgError(
            Problem(
                getattr(store, "url", name),
                "服务器的默认图中没有本图谱。",
                "The server's default graph does not hold this graph.",
                "请先载入图谱，并让默认图是各命名图的并集。",
                "Load the graph there, and make the default graph the union of the named graphs.",
            )
        )
    return found
