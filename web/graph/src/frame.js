// The frame of both drawings: a focusable stage, buttons, a legend, a line that says what happens.
import { symbol, theme } from "./palette.js";

const CSS = `
.kg {position: relative; color: var(--st-text-color); font-family: var(--st-font), sans-serif; font-size: .875rem}
.kg-stage {position: relative; height: var(--kg-height, 520px); border: 1px solid color-mix(in srgb, currentColor 22%, transparent);
  border-radius: 8px; overflow: hidden; touch-action: none; background: var(--st-background-color)}
.kg-stage:focus-visible {outline: 3px solid var(--st-primary-color); outline-offset: 2px}
.kg-stage > canvas {display: block; width: 100%; height: 100%}
.kg-tools {position: absolute; top: .5rem; right: .5rem; display: flex; gap: .3rem; z-index: 2}
.kg button {font: inherit; color: inherit; background: var(--st-background-color); min-width: 2rem; min-height: 2rem;
  padding: 0 .5rem; border: 1px solid color-mix(in srgb, currentColor 35%, transparent); border-radius: 6px; cursor: pointer}
.kg button:hover {border-color: var(--st-primary-color)}
.kg button:focus-visible {outline: 3px solid var(--st-primary-color); outline-offset: 1px}
.kg-legend {display: flex; flex-wrap: wrap; gap: .25rem .9rem; list-style: none; margin: .5rem 0 0; padding: 0}
.kg-legend li {display: inline-flex; align-items: center; gap: .35rem}
.kg-legend svg {width: .95rem; height: .95rem}
.kg-status {min-height: 1.4em; margin: .35rem 0 0; overflow-wrap: anywhere}
@media (max-width: 640px) {.kg-stage {height: var(--kg-height-phone, 420px)}}
@media print {.kg-tools {display: none}}
`;

/** Build the frame once in a component's element; return its parts. */
export function frame(parent) {
  const style = document.createElement("style");
  style.textContent = CSS;
  const root = make("div", "kg");
  const stage = make("div", "kg-stage");
  stage.tabIndex = 0;
  stage.setAttribute("role", "application");
  const tools = make("div", "kg-tools");
  const legend = make("ul", "kg-legend");
  const status = make("p", "kg-status");
  status.setAttribute("role", "status");
  const box = make("div");
  box.style.position = "relative";
  box.append(stage, tools);
  root.append(box, legend, status);
  parent.append(style, root);
  return { root, stage, tools, legend, status };
}

export function make(tag, name = "", text = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
}

/** Fill the buttons: [sign, name, what it does]. */
export function buttons(tools, wanted) {
  tools.replaceChildren(
    ...wanted.map(([sign, name, act]) => {
      const button = make("button", "", sign);
      button.type = "button";
      button.title = name;
      button.setAttribute("aria-label", name);
      button.addEventListener("click", act);
      return button;
    }),
  );
}

export function fillLegend(legend, kinds, root) {
  const { dark } = theme(root);
  legend.replaceChildren(
    ...kinds.map(([kind, words]) => {
      const entry = make("li");
      entry.append(symbol(kind, dark), make("span", "", words));
      return entry;
    }),
  );
}

/** Call `redraw` whenever the page turns light or dark. */
export function onTheme(redraw) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const later = () => setTimeout(redraw, 150);
  dark.addEventListener("change", later);
  return () => dark.removeEventListener("change", later);
}
