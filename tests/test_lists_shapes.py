"""Every shape on lists passes a good sample and is named when one thing in it is broken."""

import re
from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib.namespace import RDF, SH

rdflib.NORMALIZE_LITERALS = False
ROOT = Path(__file__).resolve().parents[1]
SHAPE = "https://w3id.org/judicial-responsibility/shape/"
PREFIXES = """
PREFIX jr: <https://w3id.org/judicial-responsibility/ontology/>
PREFIX x: <https://w3id.org/judicial-responsibility/id/sample/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX concept: <https://w3id.org/judicial-responsibility/concept/>
"""
GOOD = """
x:list a jr:PowerList ; jr:hasCoverage c:list-coverage/whole ; jr:issued "2025-01" ; jr:filedOn "2025-02-01" ;
  jr:appliesFrom "2025-01-01" ; jr:appliesUntil "2030" ; jr:sourceAddress "x" ; jr:hasConfidence c:confidence/H ;
  jr:isMadeUnder x:art .
x:art jr:belongsToSource x:src .
c:matter/a skos:inScheme concept:matter .
c:case-class/b skos:inScheme concept:case-class .
c:status/procurator skos:inScheme concept:status .
c:office/chief-procurator skos:inScheme concept:office .
c:office/department-head skos:inScheme concept:office .
x:one a jr:ListItem ; jr:belongsToList x:list ; jr:matterText "甲"@zh-Hans ; jr:concernsMatter c:matter/a ;
  jr:holdsAtLevel c:level/basic ; jr:limitsTo c:case-class/b ; jr:citesBasis x:art ; jr:hasGrant x:g1 ;
  jr:isDelegatedFrom x:two ; jr:hasDelegationMode c:delegation-mode/commission ; jr:appliesFrom "2025" ; jr:appliesUntil "2026" .
x:two a jr:AssistantItem ; jr:belongsToList x:list ; jr:matterText "乙"@zh-Hans ; jr:concernsMatter c:matter/a ;
  jr:holdsAtLevel c:level/provincial ; jr:deniesTo c:status/procurator .
x:g1 a jr:Grant ; jr:isGrantedTo c:status/procurator ; jr:grantsVerb c:verb/decide .
x:g2 a jr:Grant ; jr:isGrantedTo c:office/chief-procurator ; jr:grantsVerb c:verb/decide .
x:g3 a jr:Grant ; jr:isGrantedTo c:office/department-head ; jr:grantsVerb c:verb/review .
"""  # noqa: E501
# shape | the change that it must notice: + adds, - deletes (? stands for anything), joined by ;;
BROKEN = """
ListCoverage | - x:list jr:hasCoverage ?
ListIssuedForm | - x:list jr:issued ? ;; + x:list jr:issued "January"
ListFiledForm | - x:list jr:filedOn ? ;; + x:list jr:filedOn "2025-2-1"
ListPeriodForm | - x:one jr:appliesUntil ? ;; + x:one jr:appliesUntil "later"
ListPeriodInOrder | - x:list jr:appliesUntil ? ;; + x:list jr:appliesUntil "2024"
ListHasEvidence | - x:list jr:sourceAddress ?
ListConfidence | - x:list jr:hasConfidence ?
ListMadeUnderKnownProvision | + x:list jr:isMadeUnder x:nothing
WholeListIsFiled | - x:list jr:filedOn ?
ItemInOneList | - x:one jr:belongsToList ?
ItemMatterText | + x:one jr:matterText "又一"@zh-Hans
ItemMatterInScheme | - x:one jr:concernsMatter ?
ItemLevel | - x:one jr:holdsAtLevel ?
ItemCaseClass | + x:one jr:excepts c:case-class/unknown
ItemGivesSomething | - x:two jr:deniesTo ?
ItemHasOneDecider | + x:one jr:hasGrant x:g2
ItemBasisKnown | + x:one jr:citesBasis x:nothing
ItemDelegationSource | - x:one jr:isDelegatedFrom ? ;; + x:one jr:isDelegatedFrom x:nothing
ItemDelegationMode | + x:one jr:hasDelegationMode c:delegation-mode/other
GrantActor | - x:g1 jr:isGrantedTo ?
GrantVerb | + x:g1 jr:grantsVerb c:verb/review
DepartmentHeadReviewsOnly | + x:one jr:hasGrant x:g3 ;; - x:g3 jr:grantsVerb ? ;; + x:g3 jr:grantsVerb c:verb/decide
"""  # noqa: E501
# The same form: what a shape must not take for a fault.
ALLOWED = """
WholeListIsFiled | - x:list jr:filedOn ? ;; - x:g1 jr:isGrantedTo ? ;; + x:g1 jr:isGrantedTo c:status/assistant
ItemHasOneDecider | + x:one jr:hasGrant x:g4 . x:g4 a jr:Grant ; jr:isGrantedTo c:case-role/lead-procurator ; jr:grantsVerb c:verb/decide
DepartmentHeadReviewsOnly | - x:one jr:concernsMatter ? ;; + x:one jr:concernsMatter c:matter/joint-meeting ; jr:hasGrant x:g3 . x:g3 jr:grantsVerb c:verb/decide
"""  # noqa: E501
TABLE, KEPT = (
    [tuple(p.strip() for p in row.split("|")) for row in rows.strip().splitlines()]
    for rows in (BROKEN, ALLOWED)
)


def iris(text):
    return PREFIXES + re.sub(
        r"\bc:([a-z-]+)/([A-Za-z-]+)",
        r"<https://w3id.org/judicial-responsibility/concept/\1/\2>",
        text,
    )


@pytest.fixture(scope="module")
def shapes():
    return rdflib.Graph().parse(ROOT / "shapes" / "list.ttl")


def named(data, shapes):
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    return {str(s).removeprefix(SHAPE) for s in report.objects(None, SH.sourceShape)}


def test_the_sample_is_good(shapes):
    assert named(rdflib.Graph().parse(data=iris(GOOD), format="turtle"), shapes) == set()


def test_every_shape_has_a_row(shapes):
    own = {
        str(s).removeprefix(SHAPE)
        for kind in (SH.NodeShape, SH.PropertyShape)
        for s in shapes.subjects(RDF.type, kind)
        if str(s).startswith(SHAPE)
    }
    assert own == {name for name, _ in TABLE}


def changed(change):
    data = rdflib.Graph().parse(data=iris(GOOD), format="turtle")
    before = set(data)
    for step in change.split(";;"):
        sign, triple = step.strip().split(" ", 1)
        if sign == "+":
            data.update(iris(f"INSERT DATA {{ {triple} }}"))
        else:
            data.update(iris(f"DELETE WHERE {{ {triple.replace('?', '?o')} }}"))
    assert set(data) != before
    return data


@pytest.mark.parametrize(("name", "change"), TABLE, ids=[n for n, _ in TABLE])
def test_a_broken_sample_is_named(name, change, shapes):
    assert name in named(changed(change), shapes)


@pytest.mark.parametrize(("name", "change"), KEPT, ids=[n for n, _ in KEPT])
def test_what_is_allowed_is_not_named(name, change, shapes):
    """As the lint reads arts 5, 6, 16 and 23 (ontology/list-rules)."""
    assert name not in named(changed(change), shapes)
