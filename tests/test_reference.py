"""The ontology reference: every term in both languages, whole, linked, and offline."""

import re
from html.parser import HTMLParser

import pytest

from kg import pipeline
from kg.namespaces import CONCEPT, JR

LANGUAGES = ("zh", "en")


class Page(HTMLParser):
    """Collects the ids, the links, what is loaded, and the text below each id."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.links, self.loaded, self.texts = [], [], [], {}
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a":
            self.links.append(found["href"])
        self.loaded += [v for k, v in attributes if k in ("src", "srcset", "data")]
        if tag in ("link", "script", "iframe", "img"):
            self.loaded.append(tag)

    def handle_data(self, data):
        if self.ids:
            self.texts[self.ids[-1]] = self.texts.get(self.ids[-1], "") + data


@pytest.fixture(scope="module")
def pages(graph, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    paths = pipeline.write_reference(graph, folder)
    assert [p.name for p in paths] == ["ontology.zh.html", "ontology.en.html", "index.html"]
    return {lang: (folder / f"ontology.{lang}.html").read_text(encoding="utf-8")
            for lang in LANGUAGES}  # fmt: skip


def rows(graph, pattern, lang):
    return graph.store.query(
        f"""SELECT DISTINCT ?t ?label ?definition ?source WHERE {{ {pattern}
          ?t skos:prefLabel ?label ; skos:definition ?definition .
          FILTER(LANGMATCHES(LANG(?label), "{lang}") && LANGMATCHES(LANG(?definition), "{lang}"))
          OPTIONAL {{ ?t dcterms:source ?source }} }}"""
    ).rows


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_term_and_code_has_its_label_definition_and_source(graph, pages, lang):
    page = Page(pages[lang])
    own = rows(graph, "?t rdfs:isDefinedBy ?o .", lang)
    codes = rows(graph, "?t skos:inScheme ?s .", lang)
    assert len(own) > 150
    assert len(codes) > 150
    for row in (*own, *codes):
        name = row["t"].replace(JR, "jr:").replace(CONCEPT, "")
        text = page.texts[name]
        assert row["label"] in text
        assert row["definition"] in text
        assert row["source"].rpartition("/id/")[2] in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_links_lead_somewhere_and_nothing_comes_from_outside(pages, lang):
    page = Page(pages[lang])
    assert len(page.ids) == len(set(page.ids))
    assert page.loaded == []
    assert "@import" not in pages[lang]
    assert "url(" not in pages[lang]
    inside = {link[1:] for link in page.links if link.startswith("#")}
    assert len(inside) > 300
    assert inside <= set(page.ids)
    others = {link for link in page.links if not link.startswith("#")}
    assert others == {f"ontology.{'en' if lang == 'zh' else 'zh'}.html"}


def test_relations_uses_and_alignments_are_told(pages):
    page = Page(pages["en"])
    article, source = page.texts["jr:Article"], page.texts["jr:Source"]
    assert "jr:Provision" in article
    assert re.search(r"stands \d+ times in the graph", article)
    assert "eli:LegalResource" in source
    assert "prov:Entity" in source
    assert "jr:Source" in page.texts["eli:LegalResource"]
    assert "jr:Article" in page.texts["jr:Provision"]
    assert "What are the readings of an open question?" in page.texts["jr:readingText"]
    assert "http://data.europa.eu/eli/ontology#" in pages["en"]
    assert "dcat:Dataset" in page.texts


def test_the_words_of_the_cited_provisions_stand_below(pages):
    for lang in LANGUAGES:
        words = Page(pages[lang]).texts["opinions-2024/art-48"]
        assert "本意见自发布之日起施行" in words, "as supplied, never translated"
    restored = Page(pages["en"]).texts["regulations-2024/art-22"]
    assert "The supplied text does not have the words" in restored
    assert "restatement" in restored


def test_the_pages_are_in_one_language(pages):
    assert 'lang="zh-Hans"' in pages["zh"]
    assert 'lang="en"' in pages["en"]
    heads = {lang: re.findall(r"<h2[^>]*>([^<]+)", pages[lang]) for lang in LANGUAGES}
    assert not re.search(r"[a-z]", "".join(heads["zh"]))
    assert not re.search(r"[\u4e00-\u9fff]", "".join(heads["en"]))
    assert len(heads["zh"]) == len(heads["en"]) == 5
