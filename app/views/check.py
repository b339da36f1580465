"""Check: power lists and case files, several at once; findings with cell, provision, remedy."""

from __future__ import annotations

import checkresult
import findings
import streamlit as st
import widgets
from addressed import Addressed
from texts import t
from widgets import plain

from kg.errors import KgError
from kg.pipeline import samples, uploads

Checker, Step, Upload = uploads.Checker, uploads.Step, uploads.Upload

PASTED = ("yaml", "json", "ndjson", "ttl", "csv")
MAX_TEXT = 200_000
_DONE, _TURN, _STOPPED, _RAN, _FAILED = (
    "check.done", "check.turn", "check.stopped", "check.ran", "check.failed",
)  # fmt: skip
UPLOADER = """<style>
[data-testid="stFileUploaderDropzoneInstructions"] {{display: none}}
[data-testid="stFileUploaderDropzone"] > span button * {{font-size: 0 !important}}
[data-testid="stFileUploaderDropzone"] > span button :is(svg, [data-testid="stIconMaterial"]) {{
  display: none}}
[data-testid="stFileUploaderDropzone"] > span button::after {{
  content: "{choose}"; font-size: .875rem}}
</style>"""


@st.cache_resource(show_spinner=False)
def checker() -> Checker:
    """Return the one checker of this server: checks wait for each other."""
    return Checker()


def load() -> Addressed:
    """Return the state of this run."""
    usual = {"sample": "", "group": "file", "show": "", "find": "", "format": "html"}
    checks = {
        "sample": ("", *samples.NAMES).__contains__, "group": findings.GROUPS.__contains__,
        "show": ("", *findings.SEVERITIES).__contains__, "format": checkresult.FORMATS.__contains__,
    }  # fmt: skip
    return Addressed("check", usual, checks)  # type: ignore[arg-type]


def page() -> None:
    """Show the page."""
    lang = widgets.language()
    graph = widgets.graph_or_stop(lang)
    state = load()
    st.title(t("check_title", lang), anchor=False)
    st.markdown(t("check_intro", lang))
    st.caption(
        t("check_kept", lang, files=uploads.MAX_FILES, each=uploads.MAX_BYTES // 1_000_000,
          total=uploads.MAX_TOTAL // 1_000_000)
    )  # fmt: skip
    if state.ignored:
        st.warning(t("powers_ignored", lang, names=plain(", ".join(state.ignored))))
    given = _given(lang)
    _templates(lang)
    _samples(state, lang)
    wanted = state["sample"]
    if given is not None:
        _run(given, lang)
        state.values["sample"] = st.session_state[_RAN] = ""
        st.rerun()  # with a new uploader, so that the server's memory lets go of the files
    elif wanted and st.session_state.get(_RAN) != wanted:
        st.session_state[_RAN] = wanted
        name, data = samples.sample(wanted)
        _run([Upload(name, data)], lang)
    if st.session_state.pop(_STOPPED, False):
        st.info(t("check_was_stopped", lang))
    failed = st.session_state.pop(_FAILED, None)
    if failed is not None:
        widgets.problems(t("check_cannot", lang), failed, lang)
    done = st.session_state.get(_DONE)
    if done is not None:
        checkresult.show(state, done, lang)
        st.button(t("check_forget", lang), on_click=forget, args=(state,), key="check.forget")
    widgets.footer(graph, lang)
    state.write()


def _given(lang: str) -> list[Upload] | None:
    """Show the ways to give files; return what was given once the button is pressed."""
    turn = st.session_state.get(_TURN, 0)
    st.html(UPLOADER.format(choose=t("check_choose", lang)))
    with st.form(f"check.form.{turn}", border=True):
        files = st.file_uploader(
            t("check_upload", lang), type=list(uploads.SUFFIXES), accept_multiple_files=True,
            key=f"check.files.{turn}", max_upload_size=uploads.MAX_BYTES // 1_000_000,
        )  # fmt: skip
        st.caption(t("check_kinds", lang))
        with st.expander(t("check_paste", lang)):
            kind = st.segmented_control(
                t("check_paste_kind", lang), PASTED, default="yaml", required=True,
                key=f"check.kind.{turn}", format_func=lambda k: t(f"check_kind_{k}", lang),
            )  # fmt: skip
            text = st.text_area(
                t("check_text", lang), key=f"check.text.{turn}", height=180, max_chars=MAX_TEXT
            )
        pressed = st.form_submit_button(t("check_run", lang), type="primary", key="check.run")
    if not pressed:
        return None
    given = [Upload(f.name, f.getvalue()) for f in files or ()]
    if (text or "").strip():
        name = "items.csv" if kind == "csv" else f"pasted.{kind}"
        given.append(Upload(name, str(text).encode()))
    if not given:
        st.warning(t("check_empty", lang))
        return None
    return given


def _run(given: list[Upload], lang: str) -> None:
    """Check the files with progress and a way to stop; what was uploaded is forgotten after."""
    st.session_state.pop(_DONE, None)
    place = st.empty()
    with place.container(border=True):
        bar = st.progress(0.0, t("check_starting", lang))
        st.button(t("check_stop", lang), key="check.stop", on_click=_stop)

    def tell(step: Step) -> None:
        key = "check_at" if step.name else "check_waiting"
        words = t(key, lang, done=step.done, total=step.total, name=plain(step.name),
                  seconds=f"{step.seconds:.0f}")  # fmt: skip
        bar.progress(step.done / step.total if step.total else 1.0, words)

    try:
        st.session_state[_DONE] = checker().check(given, tell)
    except KgError as error:
        st.session_state[_FAILED] = error
    finally:
        st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    place.empty()


def _stop() -> None:
    st.session_state[_STOPPED] = True


def forget(state: Addressed) -> None:
    """Drop the result and whatever else this visit left in memory."""
    st.session_state.pop(_DONE, None)
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    st.session_state[_RAN] = ""
    state.put(sample="", find="", show="")


def _templates(lang: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(t("check_template", lang), width="content")
        for form, (name, data) in templates().items():
            st.download_button(
                t(f"check_template_{form}", lang), data, name, on_click="ignore",
                key=f"check.template.{form}",
            )  # fmt: skip


@st.cache_data(show_spinner=False)
def templates() -> dict[str, tuple[str, bytes]]:
    """Return the templates by form, with their file names."""
    return dict(samples.templates())


@st.cache_data(show_spinner=False)
def sample(name: str) -> tuple[str, bytes]:
    """Return the file name and bytes of a sample."""
    return samples.sample(name)


def _samples(state: Addressed, lang: str) -> None:
    with st.expander(t("check_samples", lang)):
        for name in samples.NAMES:
            file, data = sample(name)
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(t(f"check_sample_{name}", lang), width="stretch")
                st.button(
                    t("check_try", lang), key=f"check.try.{name}", on_click=_try,
                    args=(state, name),
                )  # fmt: skip
                st.download_button(
                    t("check_get", lang), data, file, on_click="ignore", key=f"check.get.{name}"
                )


def _try(state: Addressed, name: str) -> None:
    st.session_state[_RAN] = ""
    state.put(sample=name)


page()
