"""pySHACL and the engine that we use agree, result by result, on a thousand generated cases.

Half of the cases are broken. Several cases share a graph, for pySHACL's start costs more than a
case, and rdflib's joins grow with the graph. Dates have a guard of their own: rdflib compares a
date with a plain string, which SPARQL does not.
"""

import logging
import re
from collections import Counter

import pyshacl
import pytest
import rdflib
from rdflib.namespace import SH
from test_shapes import SHAPE, good, iris

from kg import assets, cases, pipeline
from kg.generate import KINDS
from kg.store import sorted_ntriples
from kg.validate import make_engine, read_shapes

FOLDER = assets.root() / "shapes"
COUNT, PORTION = 1000, 5


@pytest.fixture(scope="module")
def shapes():
    return read_shapes([FOLDER / "case.ttl", FOLDER / "competence.ttl"]).ntriples


@pytest.fixture(scope="module")
def portions():
    """[(generated cases, their triples)], with the faults that RDF can hold."""
    made = list(pipeline.generate_cases(COUNT, seed=7, errors=0.5, rdf=True))
    found = []
    for start in range(0, COUNT, PORTION):
        part = made[start : start + PORTION]
        quads = [q for g in part for q in cases.case_quads(cases.normalise(g.data))]
        found.append((part, sorted_ntriples(quads)))
    return found


def test_both_engines_give_the_same_results_on_a_thousand_cases(shapes, portions, caplog):
    caplog.set_level(logging.CRITICAL)  # rdflib tells each day that does not exist
    shifty, pyshacl = (make_engine(name, shapes, b"") for name in ("shifty", "pyshacl"))
    by_shape, broken, noticed = Counter(), Counter(), Counter()
    for part, data in portions:
        found = shifty.check(data)
        assert pyshacl.check(data) == found, [g.data["id"] for g in part]
        by_shape.update(r.shape.removeprefix(SHAPE) for r in found)
        for g in part:
            own = f"case/{g.data['id']}"
            broken[g.fault] += 1
            noticed[g.fault] += any(own in r.focus for r in found)
    # what was compared is no empty agreement
    assert sum(broken.values()) == COUNT
    assert set(broken) == {"", *(k.name for k in KINDS.values() if k.rdf)}
    assert COUNT * 0.4 < COUNT - broken[""] < COUNT * 0.6
    assert len(by_shape) >= 15 and sum(by_shape.values()) >= 300, by_shape
    assert all(noticed[k] == broken[k] for k, fault in KINDS.items() if fault.found_by == "shapes")


def test_queries_that_are_parsed_once_change_nothing(shapes, portions):
    """Our pySHACL keeps parsed queries; plain pySHACL gives the same results."""
    data = next(d for part, d in portions if sum(bool(g.fault) for g in part) >= 4)
    given = rdflib.Graph().parse(data=data, format="nt")
    own = rdflib.Graph().parse(data=shapes, format="nt")
    _, report, _ = pyshacl.validate(given, shacl_graph=own, advanced=False)
    plain = {
        tuple(str(report.value(r, p)) for p in (SH.focusNode, SH.sourceShape, SH.value))
        for r in report.subjects(rdflib.RDF.type, SH.ValidationResult)
        if not any(report.subjects(SH.detail, r))
    }
    ours = make_engine("pyshacl", shapes, b"").check(data)
    assert plain
    assert {(r.focus, r.shape, r.value or "None") for r in ours} == plain


# --- dates that are plain strings ---------------------------------------------------------------

# For SPARQL a string is neither before nor after a day; for rdflib it is after every day.
DAY = '"1999-01-01"'
STRINGS = {
    # shape: (its file, what makes rdflib put a string after a day)
    "SourceDatesInOrder": ("source", 'x:src eli:first_date_entry_in_force "2014-01-01"'),
    "StepDatesInOrder": ("case", 'x:s1 jr:doneOn "1999-01-01"'),
    "LeaderInTeamLeads": (
        "competence", "x:deputy jr:playsRole c:case-role/team-member ; jr:holdsOffice "
        f"c:office/deputy-chief-procurator . x:s10 jr:doneBy x:deputy ; jr:doneOn {DAY}",
    ),
    "DepartmentHeadDoesNotAlter": (
        "competence", f"x:s10 a jr:Alter ; jr:doneBy x:head ; jr:doneOn {DAY} ; jr:concerns x:s1 . "
        "x:head jr:holdsOffice c:office/department-head ; jr:belongsTo x:own",
    ),
    "CommitteeIsOdd": (
        "competence", "x:committee jr:isComplete true . x:p jr:playsRole "
        "c:case-role/committee-member . x:chief jr:playsRole c:case-role/committee-member . "
        f"x:late a jr:Resolve ; jr:doneOn {DAY} . "
        "<https://w3id.org/judicial-responsibility/id/case/sample> jr:hasStep x:late",
    ),
}  # fmt: skip
GUARD = re.compile(r"DATATYPE\(\?\w+\) = xsd:date(?: && )?")


def queries():
    """{shape: its SPARQL} of every file of shapes."""
    found = {}
    for path in FOLDER.glob("*.ttl"):
        graph = rdflib.Graph().parse(path)
        for shape, constraint in graph.subject_objects(SH.sparql):
            found[str(shape).removeprefix(SHAPE)] = str(graph.value(constraint, SH.select))
    return found


def compared(query):
    """Return the variables that a query compares by < or >."""
    bare = re.sub(r"<https?:[^>]*>|#.*", "", query)
    pairs = re.findall(r'(\?\w+)\s*[<>]=?\s*(\?\w+|"[^"]*"\S*|\d+)', bare)
    return {name for pair in pairs for name in pair if name.startswith("?")}


def test_every_shape_that_orders_values_asks_for_their_type_first():
    ordering = {name: query for name, query in queries().items() if compared(query)}
    assert set(STRINGS) <= set(ordering)
    for name, query in ordering.items():
        for variable in compared(query):
            assert re.search(rf"DATATYPE\(\{variable}\) = xsd:(date|integer)\b", query), (
                name, variable,
            )  # fmt: skip
        assert ("xsd:date" in query) == (name in STRINGS), f"{name} needs its row in STRINGS"


@pytest.mark.parametrize("shape", STRINGS)
def test_a_day_that_is_a_string_is_not_compared(shape):
    file, triples = STRINGS[shape]
    data = good()
    if triples.startswith(("x:src", "x:s1 ")):
        subject, predicate, _ = triples.split()
        data.update(iris(f"DELETE WHERE {{ {subject} {predicate} ?o }}"))
    if shape == "CommitteeIsOdd":
        data.update(iris("DELETE DATA { x:s8 a jr:Resolve }"))
    data.update(iris(f"INSERT DATA {{ {triples} }}"))
    given = data.serialize(format="nt").encode()
    guarded = read_shapes([FOLDER / f"{file}.ttl"]).ntriples
    bare = GUARD.sub("", guarded.decode()).replace("FILTER ()", "").encode()
    assert bare != guarded

    def named(engine, shapes):
        return SHAPE + shape in {r.shape for r in make_engine(engine, shapes, b"").check(given)}

    assert not named("shifty", guarded) and not named("pyshacl", guarded)
    # without the guard pySHACL sees what is not there, so the guard is what keeps them together
    assert named("pyshacl", bare)
