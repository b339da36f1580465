"""Small shared widgets: language, safe words, badges, quotations, problems, the page's own CSS.

Nothing that comes from data is rendered as HTML, and every mark that Markdown would read is escaped
(`plain`). The CSS and the one script are our own static strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from texts import DEFAULT, LANGUAGES, t

from kg.errors import KgError
from kg.model import Text
from kg.pipeline import Graph, open_graph

LANG, CONTENT = "lang", "content"
FOLLOWED = "_"  # in the address of a link to the page that is shown (app/pages.py)
SAME = "same"  # the content's language is the interface's
_CLICKED, _WRITTEN = "lang.clicked", "lang.written"
SYMBOLS = {"bears": "●", "undetermined": "◐", "does-not-bear": "○"}
_PUNCTUATION = re.compile(r"([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])")
_LATE = re.compile(
    r"(?<=:)(?=[\w+-]+:)|(?<=:)(?=//|material/)|(?<=-)(?=[->])|(?<=<)(?=-)|(?<=[<>!])(?==)"
    r"|(?<=www)(?=\.)|(?=@)"
)
_JOINER = "\u2060"

CSS = """<style>
:root {
  --kg-accent: light-dark(#1f4e79, #8fbdea);
  --kg-fill: light-dark(#1f4e79, #2f6ca8);
  --kg-line: color-mix(in srgb, currentColor 18%, transparent);
  --kg-cjk: "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei"}
.stApp, .stApp :is(p, li, h1, h2, h3, h4, label, input, button, summary, td, th) {
  font-family: "Source Sans", var(--kg-cjk), sans-serif}
.stMainBlockContainer {max-width: 1180px; padding-top: 4.6rem; padding-bottom: 4rem}
.stMainBlockContainer h1 {font-size: 1.9rem; line-height: 1.3; padding: .2rem 0 .4rem}
.stMainBlockContainer h2 {font-size: 1.3rem; line-height: 1.4; padding: .5rem 0 0}
.stMainBlockContainer h3 {font-size: 1.05rem; line-height: 1.4; padding: .5rem 0 0}
.stMainBlockContainer h4 {font-size: 1rem; line-height: 1.5; padding: 0 0 .15rem}
.stMainBlockContainer [data-testid="stMarkdownContainer"] {margin-bottom: 0}
.stMainBlockContainer [data-testid="stMarkdownContainer"] > :is(p, ul, ol, blockquote) {
  margin-bottom: .4rem}
.stMainBlockContainer [data-testid="stMarkdownContainer"] > :last-child {margin-bottom: 0}
.stMainBlockContainer :is(p, li) {line-height: 1.65; overflow-wrap: anywhere}
.stMainBlockContainer label p {line-height: 1.4}
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] * {opacity: 1}
.stMainBlockContainer blockquote {
  margin: .2rem 0; padding: .1rem 0 .1rem .9rem; opacity: 1; color: inherit;
  border-left: 3px solid var(--kg-line)}
.stMainBlockContainer blockquote p {margin: 0}
.stMainBlockContainer textarea {
  font-family: "Source Code Pro", ui-monospace, Consolas, var(--kg-cjk), monospace}
.stMainBlockContainer .stMarkdownBadge {
  font-family: var(--kg-cjk), "Source Sans", sans-serif; display: inline; max-width: none;
  white-space: normal; overflow: visible; box-decoration-break: clone}
/* the dark theme's own blue is too dark to be read on a tint of itself */
.stApp button[data-selected="true"] p {color: var(--kg-accent)}
.stApp .stMarkdownBadge[style*="rgb(58, 128, 194)"] {color: var(--kg-accent) !important}
[class*="st-key-card-"] {
  border-left: 4px solid var(--kg-line); padding: .2rem 0 .3rem 1rem; gap: .6rem;
  margin: .1rem 0 .9rem}
[class*="st-key-card-bears"] {border-left-color: var(--kg-accent)}
[class*="st-key-card-undetermined"] {border-left-style: dashed}
.st-key-glance ul {list-style: none; padding: 0; margin: 0}
.st-key-glance li {margin: 0 0 .35rem; padding: 0}
[class*="st-key-step-"] {gap: .6rem}
[class*="st-key-row-"] {
  border-top: 1px solid var(--kg-line); padding-top: .8rem; gap: .6rem; margin-bottom: .4rem}
[class*="st-key-side-"] {gap: .5rem}
.stApp [data-selected="true"] p {color: var(--kg-accent)}
.stApp :is([data-testid="stBaseButton-primary"], [data-testid="stBaseButton-primaryFormSubmit"]),
.stMultiSelect :has(> span[title]):not([role="listbox"] *) {background-color: var(--kg-fill)}
.stDateInput [role="spinbutton"] {
  display: inline-flex; align-items: center; justify-content: center; min-width: 24px;
  min-height: 24px}
[class*="st-key-hit-"] {border-top: 1px solid var(--kg-line); padding-top: .5rem}
[class*="st-key-hit-"] [data-testid="stPageLink"] a {padding-left: 0; min-height: 0}
.st-key-frame {border-bottom: 1px solid var(--kg-line); padding-bottom: .6rem}
@media (max-width: 640px) {
  .stMainBlockContainer {padding: 3.6rem 1rem 3rem}
  .stMainBlockContainer h1 {font-size: 1.45rem}
  [class*="st-key-card-"] {padding-left: .75rem}
}
[data-testid="stBaseButton-primary"]:disabled {
  background: transparent; border-color: var(--kg-line); color: inherit; opacity: .65}
@media print {header, .stDownloadButton, .stButton {display: none}}
</style>"""
_SAY_LANGUAGE = "<script>document.documentElement.lang = {lang!r}</script>"


def plain(words: object) -> str:
    """Return words from data so that Markdown shows them as they stand, whatever marks they hold.

    Backslashes stop the parser; word joiners stop what Streamlit replaces after parsing (emoji
    shortcodes, arrows, dashes) and the making of links.
    """
    text = " ".join(str(words).split())
    return _PUNCTUATION.sub(r"\\\1", _LATE.sub(_JOINER, text))


def upper_first(words: str) -> str:
    """Return the words with a capital first letter; Chinese stays as it is."""
    return words[:1].upper() + words[1:]


# --- language and frame ------------------------------------------------------------------------


def settle_language() -> str:
    """Settle both languages of this run: as chosen, as in the address, or usual. Once a run.

    The interface speaks Chinese unless told; the words of the graph come in its language unless
    `content` asks for the other. Returns the language of the interface.
    """
    clicked = st.session_state.pop(_CLICKED, False)
    written = st.session_state.get(_WRITTEN, {})
    for key, choices in ((LANG, LANGUAGES), (CONTENT, (SAME, *LANGUAGES))):
        asked = st.query_params.get(key, choices[0] if key == CONTENT and written else "")
        moved = asked != written.get(key) and not clicked
        if asked in choices and moved:
            st.session_state[key] = asked
        else:  # also keeps the widget's value alive
            st.session_state[key] = st.session_state.get(key, choices[0])
    return language()


def language() -> str:
    """Return the language of the interface in this run."""
    return str(st.session_state.get(LANG, DEFAULT))


def content_language() -> str:
    """Return the language in which words of the graph are shown; the interface's unless chosen."""
    chosen = str(st.session_state.get(CONTENT, SAME))
    return language() if chosen == SAME else chosen


def languages() -> dict[str, str]:
    """Return the part of an address that keeps both languages."""
    chosen = str(st.session_state.get(CONTENT, SAME))
    return {LANG: language(), **({} if chosen == SAME else {CONTENT: chosen})}


def _clicked() -> None:
    st.session_state[_CLICKED] = True


def frame(lang: str) -> None:
    """Show the page's head: the product's name, the language switch; set the document language."""
    st.html(CSS)
    st.html(
        _SAY_LANGUAGE.format(lang="zh-Hans" if lang == "zh" else "en"),
        unsafe_allow_javascript=True,
    )
    with st.container(
        key="frame", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.markdown(f"**{t('product', lang)}**", width="content")
        with st.container(
            key="languages", horizontal=True, width="content", vertical_alignment="center"
        ):
            with st.popover(t("content", lang), type="tertiary", width="content"):
                st.segmented_control(
                    t("content_language", lang),
                    (SAME, *LANGUAGES),
                    key=CONTENT,
                    required=True,
                    format_func=lambda code: t("content_same" if code == SAME else code, lang),
                    help=t("content_help", lang),
                    on_change=_clicked,
                )
            st.segmented_control(
                t("language", lang),
                LANGUAGES,
                key=LANG,
                required=True,
                format_func=lambda code: t(code, lang),
                label_visibility="collapsed",
                on_change=_clicked,
            )


def write_address(values: Mapping[str, str], followed: bool = False) -> None:
    """Put the page's state and the languages in the address, when they do not stand there yet.

    `followed` says that this run follows a link from a page to itself: the browser then still shows
    the address from before, though Streamlit knows the new one.
    """
    wanted = {**values, **languages()}
    if followed or st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)
    st.session_state[_WRITTEN] = {CONTENT: SAME, **languages()}


def state_of_address() -> dict[str, str]:
    """Return the page's own part of the address, without the languages."""
    own = st.query_params.to_dict().items()
    return {k: v for k, v in own if k not in (LANG, CONTENT, FOLLOWED)}


def graph_or_stop(lang: str) -> Graph:
    """Return the opened graph; when it cannot be opened, say why and end the page."""
    try:
        return open_graph()
    except KgError as error:
        problems(t("cannot_open", lang), error, lang)
        st.stop()


@st.cache_resource(show_spinner=False)
def source_titles(_graph: Graph, receipt: str) -> dict[str, Text]:
    """Return the titles of all sources by id; `receipt` tells one build from another."""
    rows = _graph.store.query(
        """PREFIX jr: <https://w3id.org/judicial-responsibility/ontology/>
        PREFIX dcterms: <http://purl.org/dc/terms/>
        SELECT ?id ?zh ?en WHERE { ?s a jr:Source ; dcterms:identifier ?id ;
          dcterms:title ?zh , ?en .
          FILTER(LANGMATCHES(LANG(?zh), "zh") && LANGMATCHES(LANG(?en), "en")) }"""
    ).rows
    return {r["id"]: Text(r["zh"], r["en"]) for r in rows}


def footer(graph: Graph, lang: str) -> None:
    """Say that this is no official interpretation, and on which graph it rests."""
    receipt = graph.receipt
    line = t("receipt", lang, graph=receipt["graph"][:12], version=plain(receipt["version"]))
    st.caption(f"{t('not_official', lang)} {line}")


# --- words -------------------------------------------------------------------------------------


def problems(head: str, error: KgError, lang: str) -> None:
    """Show what is wrong, where, and what to do, in one language."""
    lines = [f"**{head}**"]
    for p in error.problems:
        what, do = (p.what_zh, p.do_zh) if lang == "zh" else (p.what_en, p.do_en)
        lines.append(f"- {plain(what)} {plain(do)} — {plain(p.where)}")
    st.error("\n".join(lines[:1]) + "\n\n" + "\n".join(lines[1:]))


def badge(outcome: str, words: str) -> str:
    """Return an outcome as Markdown: a symbol and the word, the colour only in addition."""
    colour = "primary" if outcome == "bears" else "gray"
    return f":{colour}-badge[{SYMBOLS.get(outcome, '')} {plain(words)}]"


def chips(words: Iterable[str]) -> str:
    """Return short words as Markdown badges."""
    return " ".join(f":gray-badge[{plain(w)}]" for w in words)


def say(text: Text, lang: str) -> str:
    """Return a text of the graph in one language, escaped."""
    return plain(text.pick(lang))


# --- quotations --------------------------------------------------------------------------------

_LONG = 260
_NEAR = 160  # characters of the article shown on either side of a part of it


def quotations(
    provisions: Sequence[str],
    citations: Mapping[str, Any],
    graph: Graph,
    lang: str,
) -> None:
    """Show the words of provisions, each with its number and id; long ones open on a click.

    A paragraph, item or sentence stands in its article, the cited words in bold; the number leads
    to the page that shows it.
    """
    content = content_language()
    for index, provision in enumerate(provisions):
        citation = citations.get(provision)
        if citation is None:
            st.markdown(f"`{plain(provision)}` — {t('no_citation', lang)}")
            continue
        told = [citation.source_title.pick(content), citation.id]
        if citation.texts and all(tag.startswith("zh") for tag in citation.texts):
            told.append(t("quote_original", lang))
        small = plain(" · ".join(x for x in told if x))
        number = plain(upper_first(citation.number.pick(content)))
        address = urlencode({"provision": provision, **languages()}, safe="/")
        head = f"**[{number}](read?{address})** :small[:gray[{small}]]"
        body = _body(citation, graph, lang, content)
        length = sum(map(len, citation.texts.values()))
        if index and length > _LONG:
            st.markdown(head)
            with st.expander(t("see_text", lang, n=length)):
                st.markdown(body)
        else:
            st.markdown(f"{head}\n\n{body}")


def _body(citation: Any, graph: Graph, lang: str, content: str) -> str:
    """Return a provision's words as quotation blocks, or what stands in their place."""
    if citation.texts:
        parts = []
        around = _around(citation, graph)
        for tag, words in citation.texts.items():
            before, after = around.get(tag, ("", ""))
            marked = f"**{plain(words)}**" if before or after else plain(words)
            left, right = (f":gray[{plain(x)}]" if x else "" for x in (before, after))
            parts.append(f"> {left}{marked}{right}")
            notes = [] if tag.startswith("zh") else [t("translation", lang)]
            if citation.status == "partial":
                notes.append(t("partial", lang))
            told = " · ".join(notes)
            if told:
                parts.append(f":small[:gray[{told}]]")
        return "\n\n".join(parts)
    if citation.restatements:
        confidence = graph.words.of("confidence", citation.confidence, content)
        keys = plain(citation.keys_in_words(lang))
        told = t("restored", lang, keys=keys, confidence=plain(confidence))
        lines = [f"- {plain(r.pick(content))}" for r in citation.restatements]
        return f":small[:gray[{told}]]\n\n" + "\n".join(lines)
    return f":small[:gray[{t('missing', lang)}]]"


def _around(citation: Any, graph: Graph) -> dict[str, tuple[str, str]]:
    """Return what stands before and after a part's words in its article, by language, shortened."""
    article = "/".join(citation.id.split("/")[:2])
    if article == citation.id:
        return {}
    found = {}
    for whole in graph.words_of([article]).values():
        for tag, words in whole.texts.items():
            cited = citation.texts.get(tag, "")
            if cited and words.count(cited) == 1:
                before, _, after = words.partition(cited)
                left = before if len(before) <= _NEAR else "…" + before[-_NEAR:]
                right = after if len(after) <= _NEAR else after[:_NEAR] + "…"
                found[tag] = (left, right)
    return found
