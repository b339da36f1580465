"""What a check found: counts, files that could not be checked, findings in groups, downloads."""

from __future__ import annotations

from urllib.parse import quote

import findings
import streamlit as st
import widgets
from addressed import Addressed
from texts import t
from widgets import plain

from kg import pipeline
from kg.model import ValidationResult
from kg.pipeline import uploads

Checked = uploads.Checked

SIGNS = {"violation": "✖", "warning": "▲", "info": "ℹ"}
COLOURS = {"violation": "red", "warning": "orange", "info": "blue"}
FORMATS = {
    "html": ("html", "text/html"), "xlsx": (
        "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("csv", "text/csv"), "json": ("json", "application/json"),
    "sarif": ("sarif.json", "application/sarif+json"), "junit": ("xml", "application/xml"),
    "ttl": ("ttl", "text/turtle"), "jsonld": ("jsonld", "application/ld+json"),
    "text": ("txt", "text/plain"),
}  # fmt: skip
IN_A_GROUP, GROUPS = 25, 40


def show(state: Addressed, checked: Checked, lang: str) -> None:
    """Show a check's outcome."""
    report = checked.report
    st.header(t("check_result", lang), anchor=False)
    counts = {s: report.count(s) for s in findings.SEVERITIES}
    with st.container(horizontal=True, key="check-counts"):
        for severity, n in counts.items():
            st.metric(f"{SIGNS[severity]} {t('check_' + severity, lang)}", n, width="content")
        st.metric(t("check_unread", lang), len(report.errors), width="content")
    summary = report.summary()
    st.caption(
        t("check_summary", lang, files=len(report.files), shapes=summary["shapes_run"],
          nodes=f"{summary['focus_nodes']:,}", seconds=f"{checked.seconds:.1f}")
    )  # fmt: skip
    _errors(checked, lang)
    if not report.results:
        (st.success if report.files and summary["focus_nodes"] else st.info)(
            t("check_clean" if summary["focus_nodes"] else "check_nothing", lang)
        )
    _downloads(state, checked, lang)
    if report.results:
        _findings(state, checked, lang)


def _errors(checked: Checked, lang: str) -> None:
    if checked.report.errors:
        lines = [f"**{t('check_errors', lang)}**", ""]
        lines += [
            f"- **{plain(e['where'])}** — {plain(e['what'][lang])} {plain(e['do'][lang])}"
            for e in checked.report.errors
        ]
        st.error("\n".join(lines))
    if checked.report.notes:
        with st.expander(t("check_notes", lang, n=len(checked.report.notes))):
            for note in checked.report.notes:
                st.markdown(f"- {plain(note.where)}: {widgets.say(note.text, lang)}")


def _downloads(state: Addressed, checked: Checked, lang: str) -> None:
    st.subheader(t("check_take", lang), anchor=False)
    for name, data in checked.copies.items():
        stem = name.rsplit("/", 1)[-1].removesuffix(".xlsx")
        st.download_button(
            t("check_copy", lang, name=plain(name)), data, f"{stem}-checked.xlsx",
            FORMATS["xlsx"][1], on_click="ignore", type="primary", key=f"check.copy.{name}",
        )  # fmt: skip
    if checked.copies:
        st.caption(t("check_copy_hint", lang))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            t("check_format", lang), list(FORMATS), key=state.key("format"), filter_mode=None,
            format_func=lambda f: t(f"check_format_{f}", lang), on_change=state.change,
            args=("format",), width=320,
        )  # fmt: skip
        ending, mime = FORMATS[chosen]
        group = state["group"]
        st.download_button(
            t("check_report", lang),
            lambda: pipeline.report_bytes(checked.report, chosen, lang, group),
            f"report.{ending}", mime, on_click="ignore", key="check.report",
        )  # fmt: skip


def _findings(state: Addressed, checked: Checked, lang: str) -> None:
    st.subheader(t("check_findings", lang), anchor=False)
    with st.container(horizontal=True):
        st.segmented_control(
            t("check_show", lang), ("", *findings.SEVERITIES), key=state.key("show"), required=True,
            format_func=lambda s: f"{SIGNS.get(s, '')} {t('check_' + (s or 'all'), lang)}".strip(),
            on_change=state.change, args=("show",),
        )  # fmt: skip
        st.segmented_control(
            t("check_group", lang), findings.GROUPS, key=state.key("group"), required=True,
            format_func=lambda g: t(f"check_group_{g}", lang), on_change=state.change,
            args=("group",),
        )  # fmt: skip
    st.text_input(
        t("check_find", lang), key=state.key("find"), max_chars=200,
        placeholder=t("check_find_hint", lang), on_change=state.change, args=("find",),
    )  # fmt: skip
    some = findings.filtered(checked.report.results, state["show"], state["find"])
    st.markdown(t("check_shown", lang, n=len(some), all=len(checked.report.results)))
    groups = findings.grouped(some, state["group"])
    for n, (name, results) in enumerate(groups[:GROUPS]):
        title = plain(name) if name else t("check_no_group", lang)
        head = f"{SIGNS[results[0].severity]} {title} ({len(results)})"
        with st.expander(head, expanded=n < 3):
            told: set[str] = set()
            for k, r in enumerate(results[:IN_A_GROUP]):
                if k:
                    st.divider()
                _finding(r, checked, state["group"], told, lang)
            if len(results) > IN_A_GROUP:
                st.caption(t("check_more", lang, n=len(results) - IN_A_GROUP))
    if len(groups) > GROUPS:
        st.caption(t("check_more_groups", lang, n=len(groups) - GROUPS))


def _finding(r: ValidationResult, checked: Checked, by: str, told: set[str], lang: str) -> None:
    """Show one finding: severity, place, what, value, provision with its words once, remedy."""
    place = _place(r, by)
    badge = (
        f":{COLOURS[r.severity]}-badge[{SIGNS[r.severity]} {t('check_one_' + r.severity, lang)}]"
    )
    lines = [f"{badge} **{plain(place)}**" if place else badge, widgets.say(r.message, lang)]
    if r.value:
        value = r.value.rsplit("/id/", 1)[-1] if r.value_is_iri else r.value
        lines.append(t("check_value", lang, value=plain(value[:300])))
    if r.remedy.pick(lang):
        lines.append(f"→ {widgets.say(r.remedy, lang)}")
    if by != "shape":
        lines.append(f":small[:gray[{plain(r.shape)}]]")
    st.markdown("  \n".join(lines))
    if r.provision:
        link = f"[{plain(r.provision)}]({quote('/id/' + r.provision, safe='/-._')})"
        words = checked.words.get(r.provision, "")
        once = r.provision in told
        told.add(r.provision)
        st.markdown(f"{link}\n\n> {plain(words)}" if words and not once else link)


def _place(r: ValidationResult, by: str) -> str:
    """Return where a finding stands: sheet and cell, line or node; the file unless it is above."""
    p = r.place
    inside = f"{p.sheet}!{p.cell}" if p.cell else f":{p.line}" if p.line else ""
    if by == "file":
        return inside or r.focus.rsplit("/id/", 1)[-1]
    return f"{p.file or ''}{'' if inside.startswith(':') else ' '}{inside}".strip() or r.focus
