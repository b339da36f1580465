"""Runs the rules of ontology/list-rules/*.rq over lists; what they say is content, not code.

A rule is a header (id, class, provisions, message, remedy) and a SELECT that binds ?item (an item
or the list) with ?field or ?actor (the cell), and what its message names. Rows of one cell are one
finding; the variables under `collect` are gathered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kg.assets import QueryFile, read_queries, root
from kg.errors import KgError, Problem
from kg.lists.format import read_format
from kg.lists.quads import build_list, build_matters
from kg.model import ListFinding, PowerList, RowPlace, Text
from kg.namespaces import ID, concept, list_item_iri, provision_id, provision_iri, source_iri
from kg.sources import bilingual
from kg.store import EmbeddedStore, Quad, Store, iri, literal, quad

GRADES = ("violation", "warning", "open-question", "information")
_QUESTION = ID + "open-question/"


@dataclass(frozen=True)
class ListRule:
    """One rule: what it finds, of which class, resting on which provisions.

    `shapes` are the shapes that say the same of RDF, and less exactly, for they see no baseline.
    """

    id: str
    grade: str
    provisions: Sequence[str]
    collect: Sequence[str]
    shapes: Sequence[str]
    confidence: str
    message: Text
    remedy: Text
    sparql: str


@cache
def read_list_rules() -> Sequence[ListRule]:
    """Return the rules, sorted by id. Raises KgError on a fault of a header."""
    return tuple(_rule(q) for q in read_queries(root() / "ontology" / "list-rules"))


def _rule(query: QueryFile) -> ListRule:
    grade = str(query.field("class"))
    if grade not in GRADES:
        raise KgError(
            Problem(
                query.header.where(("class",)),
                f"类别“{grade}”不存在。",
                f'There is no class "{grade}".',
                f"请用：{'、'.join(GRADES)}。",
                f"Use: {', '.join(GRADES)}.",
            )
        )
    return ListRule(
        str(query.field("id")),
        grade,
        tuple(query.field("provisions")),
        tuple(query.get("collect") or ()),
        tuple(query.get("shapes") or ()),
        str(query.get("confidence", "")),
        bilingual(query.header, query.header.data, "message", ()),
        bilingual(query.header, query.header.data, "remedy", ()),
        query.sparql,
    )


def lint(
    lists: Sequence[PowerList], baselines: Sequence[PowerList], graph: Store
) -> list[ListFinding]:
    """Return the findings on each list, in the order of the lists, gravest first.

    `graph` is the built graph: it gives the provisions' words, the texts' ends, open questions.
    """
    base = [*build_matters({}), *_labels()]
    for baseline in baselines:
        base.extend(build_list(baseline))
    base.extend(_basis([*lists, *baselines], graph))
    found = []
    for lst in lists:
        store = EmbeddedStore()
        own = build_list(lst) if all(lst.id != b.id for b in baselines) else []
        store.extend(Quad(q.subject, q.predicate, q.object) for q in (*base, *own))
        found.extend(_findings(lst, store))
    return _with_words(found, graph)


def _labels() -> Iterable[Quad]:
    for actor in read_format().actors:
        node = concept(*actor.role.split("/"))
        for lang, word in (("zh-Hans", actor.label.zh), ("en", actor.label.en)):
            yield quad(node, "skos:prefLabel", literal(word, lang=lang))


def _basis(lists: Sequence[PowerList], graph: Store) -> Iterable[Quad]:
    """Yield, for each provision that the lists cite, its source and the source's end."""
    names = {b for x in lists for b in x.basis}
    names |= {b for x in lists for i in x.rows() for b in i.basis}
    nodes = " ".join(f"<{provision_iri(*n.split('/', 1))}>" for n in sorted(names) if _plain(n))
    rows = graph.solutions(
        f"""SELECT ?p ?id ?s ?end WHERE {{ VALUES ?p {{ {nodes} }}
        ?p dcterms:identifier ?id ; jr:belongsToSource ?s .
        OPTIONAL {{ ?s eli:date_no_longer_in_force ?end }} }}"""
    )
    for row in rows:
        yield quad(row["p"], "dcterms:identifier", literal(row["id"]))
        yield quad(row["p"], "jr:belongsToSource", iri(row["s"]))
        if "end" in row:
            yield quad(row["s"], "eli:date_no_longer_in_force", literal(row["end"]))


def _plain(name: str) -> bool:
    return "/" in name and not set(name) & set('<>"{}|^`\\ \n')


def _findings(lst: PowerList, store: EmbeddedStore) -> list[ListFinding]:
    places: dict[str, tuple[str, RowPlace, str]] = {source_iri(lst.id): ("", lst.place, "")}
    for item in lst.rows():
        said = f"{item.label}（{item.condition}）" if item.condition else item.label
        places[list_item_iri(lst.id, item.id)] = (item.id, item.place, said)
    columns = {concept(*a.role.split("/")): a.key for a in read_format().actors}
    order = list(places)
    found: list[tuple[tuple[int, int, str], ListFinding]] = []
    for rule in read_list_rules():
        cells: dict[tuple[str, str], list[Mapping[str, str]]] = {}
        for row in store.solutions(rule.sparql):
            if row["item"] in places:
                field = row.get("field") or columns[row["actor"]]
                cells.setdefault((row["item"], field), []).append(row)
        for (node, field), rows in cells.items():
            key = (GRADES.index(rule.grade), order.index(node), rule.id)
            found.append((key, _finding(rule, lst, places[node], field, rows)))
    return [f for _, f in sorted(found, key=lambda pair: (pair[0], pair[1].where))]


def _finding(
    rule: ListRule, lst: PowerList, at: tuple[str, RowPlace, str], field: str,
    rows: Sequence[Mapping[str, str]],
) -> ListFinding:  # fmt: skip
    item, place, said = at
    rows = sorted(rows, key=lambda r: (_order(r.get("provision", "")), sorted(r.items())))
    values = {**rows[0], **({"matter": said} if said else {})}
    for name in rule.collect:
        words = dict.fromkeys(r[name] for r in rows if name in r)
        values[name] = ("；" if name.endswith("_zh") else "; ").join(words)
    provisions = [r["provision"] for r in rows if "provision" in r]
    return ListFinding(
        rule=rule.id,
        grade=rule.grade,
        list_id=lst.id,
        item=item,
        location=place.as_json(field),
        where=place.as_text(field),
        provisions=tuple((p, "") for p in dict.fromkeys([*provisions, *rule.provisions])),
        message=Text(_fill(rule.message.zh, values), _fill(rule.message.en, values)),
        remedy=Text(_fill(rule.remedy.zh, values), _fill(rule.remedy.en, values)),
        confidence=rule.confidence,
        question=values.get("question", "").removeprefix(_QUESTION),
    )


def _order(provision: str) -> list[tuple[int, str]]:
    parts = provision.replace("/", "-").split("-")
    return [(int(p), "") if p.isdigit() else (0, p) for p in parts]


def _fill(template: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        template = template.replace("{" + name + "}", value)
    return template


def _with_words(found: Sequence[ListFinding], graph: Store) -> list[ListFinding]:
    """Return the findings with the words of their provisions, and of the open question raised."""
    from dataclasses import replace

    names = sorted({p for f in found for p, _ in f.provisions})
    words = words_of(graph, names)
    questions = questions_of(graph, sorted({f.question for f in found if f.question}))
    done = []
    for f in found:
        asked = questions.get(f.question, Text("", ""))
        done.append(
            replace(
                f,
                provisions=tuple((p, words.get(p, "")) for p, _ in f.provisions),
                message=Text(
                    f.message.zh.replace("{question_zh}", asked.zh),
                    f.message.en.replace("{question_en}", asked.en).strip(),
                ),
            )
        )
    return done


def words_of(graph: Store, names: Sequence[str]) -> dict[str, str]:
    """Return the words of provisions; of one known only as restated, the restatement."""
    nodes = " ".join(f"<{ID}{n}>" for n in names)
    rows = graph.solutions(
        f"""SELECT ?p ?text ?said WHERE {{ VALUES ?p {{ {nodes} }}
        OPTIONAL {{ ?p jr:text ?text }}
        OPTIONAL {{ ?p jr:restatement ?said . FILTER(LANGMATCHES(LANG(?said), "zh")) }} }}"""
    )
    found = {}
    for row in rows:
        restated = f"（复述 restated）{row['said']}" if "said" in row else ""
        found[provision_id(row["p"])] = row.get("text") or restated
    return found


def questions_of(graph: Store, ids: Sequence[str]) -> dict[str, Text]:
    """Return the words of open questions by id."""
    nodes = " ".join(f"<{_QUESTION}{i}>" for i in ids)
    rows = graph.solutions(
        f"""SELECT ?q ?zh ?en WHERE {{ VALUES ?q {{ {nodes} }} ?q jr:questionText ?zh , ?en .
        FILTER(LANGMATCHES(LANG(?zh), "zh") && LANGMATCHES(LANG(?en), "en")) }}"""
    )
    return {r["q"].removeprefix(_QUESTION): Text(r["zh"], r["en"]) for r in rows}
