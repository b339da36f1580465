// The editor's page: YASGUI's editor (Yasqe) and result view (Yasr) in a frame of our own, with
// completion, examples and prefixes from this server. Nothing is kept in the browser; the query
// stands in the address.
import { Yasqe, Yasr } from "./yasgui.js";
import { completers } from "./completion.js";
import { GROUPS, PATTERNS, YASGUI, words } from "./words.js";

const FIRST = "sources"; // the question that stands in an empty editor
const ADDRESS = 6000; // characters of an encoded query that an address takes
const ROWS = "5000"; // what the table shows without keeping the reader waiting

const asked = new URLSearchParams(location.search);
const lang = asked.get("lang") === "en" ? "en" : "zh";
const say = words(lang);
const embedded = window.parent !== window;
const $ = (id) => document.getElementById(id);

async function json(path) {
  const reply = await fetch(path, { headers: { Accept: "application/json" } });
  const document = await reply.json();
  if (!reply.ok) throw new Error(document.errors[0].what[lang]);
  return document;
}

// --- words and frame ---------------------------------------------------------------------------

function frame() {
  document.documentElement.lang = lang === "zh" ? "zh-Hans" : "en";
  const theme = asked.get("theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  document.documentElement.dataset.theme = theme === "dark" ? "dark" : "light";
  document.title = `${say("title")} · ${say("product")}`;
  $("head").hidden = embedded;
  $("title").textContent = say("title");
  $("home").textContent = say("product");
  $("other").textContent = say("other");
  $("other").lang = lang === "zh" ? "en" : "zh-Hans";
  $("other").addEventListener("click", (event) => {
    event.preventDefault();
    const wanted = new URLSearchParams(location.search);
    wanted.set("lang", lang === "zh" ? "en" : "zh");
    location.search = wanted;
  });
  $("example-label").textContent = say("example");
  $("run").textContent = say("run");
  $("stop").textContent = say("stop");
  $("help").querySelector("summary").textContent = say("help");
  for (const line of say("keys")) $("help").querySelector("ul").append(element("li", line));
}

function element(name, text = "", values = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  return Object.assign(made, values);
}

function translated(text) {
  if (Object.hasOwn(YASGUI, text)) return YASGUI[text][lang];
  for (const [pattern, words] of PATTERNS) if (pattern.test(text)) return text.replace(pattern, words[lang]);
  return text;
}

const DATA = "td, th, .CodeMirror-code, .CodeMirror-hints, .said"; // shown as it is, never translated

function translate(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    if (text.parentElement.closest(DATA)) continue;
    const wanted = translated(text.data);
    if (wanted !== text.data) text.data = wanted;
  }
  for (const name of ["title", "aria-label", "placeholder"])
    for (const node of root.querySelectorAll(`[${name}]`)) {
      if (node.closest(DATA)) continue;
      const wanted = translated(node.getAttribute(name));
      if (wanted !== node.getAttribute(name)) node.setAttribute(name, wanted);
    }
  for (const select of root.querySelectorAll("select.tableSizer:not([aria-label])"))
    select.setAttribute("aria-label", say("columns"));
  // A long text is scrolled with the keyboard too.
  for (const scroller of root.querySelectorAll(".CodeMirror-scroll:not([role])")) {
    scroller.tabIndex = 0;
    scroller.setAttribute("role", "region");
    scroller.setAttribute("aria-label", say(root.id === "query" ? "query" : "answer"));
  }
}

// --- results -----------------------------------------------------------------------------------

function follow(root, base, labels) {
  for (const link of root.querySelectorAll("a.iri:not([data-seen])")) {
    const iri = link.getAttribute("href") ?? "";
    link.dataset.seen = "";
    link.rel = "noopener noreferrer";
    if (iri.startsWith(base))
      link.href = `/page/${iri.slice(base.length).split("/").map(encodeURIComponent).join("/")}?lang=${lang}`;
    const label = labels.get(iri);
    if (label) link.title = label[lang];
  }
}

// Cells for a spreadsheet: none is taken for a formula, and Excel sees that it is UTF-8.
function csv(results) {
  const names = results.getVariables();
  const cell = (value) => {
    const guarded = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
  };
  const rows = results.getBindings().map((row) => names.map((name) => cell(row[name]?.value ?? "")));
  return "\ufeff" + [names.map(cell), ...rows].map((row) => row.join(",") + "\r\n").join("");
}

// How many columns the table will have, so that many are scrolled and not squeezed.
function columns(response) {
  const head = /^\s*\{\s*"head"\s*:\s*\{\s*"vars"\s*:\s*\[([^\]]*)\]/.exec(response.content ?? "");
  return head ? head[1].split(",").length : 1;
}

function failure(error) {
  const box = element("div", "", { className: "said" });
  box.append(element("p", say("failed"), { className: "head" }));
  let problem = null;
  try {
    problem = JSON.parse(error.text).errors[0];
  } catch {
    // not one of this server's own messages
  }
  const lines = problem ? [`${problem.what[lang]} ${problem.do[lang]}`] : [say("unreachable")];
  for (const line of lines) box.append(element("p", line));
  return box;
}

function resultView(prefixes) {
  const table = Yasr.plugins.table;
  table.defaults.tableConfig.language = {
    info: "_START_–_END_ / _TOTAL_",
    infoEmpty: "",
    infoFiltered: "(_MAX_)",
    paginate: { first: "«", last: "»", next: "›", previous: "‹" },
    ...(lang === "zh" && { emptyTable: "没有行", zeroRecords: "没有符合筛选的行",
      aria: { orderable: "：点击排序", paginate: { first: "首页", last: "末页", next: "下一页", previous: "上一页" } } }),
  };
  table.prototype.download = function () {
    return { getData: () => csv(this.yasr.results), contentType: "text/csv", title: "Download result", filename: "result.csv" };
  };
  return new Yasr($("results"), {
    persistenceId: null,
    prefixes,
    errorRenderers: [async (error) => failure(error)],
  });
}

// --- examples ----------------------------------------------------------------------------------

function fillExamples(questions) {
  const select = $("example");
  select.append(element("option", say("noExample"), { value: "" }));
  const groups = new Map();
  for (const q of questions) {
    if (!groups.has(q.group)) groups.set(q.group, element("optgroup", "", { label: GROUPS[q.group]?.[lang] ?? q.group }));
    groups.get(q.group).append(element("option", q.question[lang], { value: q.id }));
  }
  select.append(...[...groups.entries()].sort().map(([, group]) => group));
}

async function example(id, values = {}) {
  const given = Object.entries(values).filter(([, value]) => value);
  return json(`/api/questions/${encodeURIComponent(id)}/query?${new URLSearchParams(given)}`);
}

function showParameters(question, change) {
  $("parameters").replaceChildren(
    ...question.parameters.map((parameter) => {
      const field = element("div", "", { className: "field" });
      const id = `parameter-${parameter.name}`;
      let input = element("input", "", { type: parameter.type === "date" ? "date" : "text", placeholder: parameter.default });
      if (parameter.choices.length) {
        input = element("select");
        for (const { value, label } of parameter.choices) {
          const name = label[lang] === value ? value : `${label[lang]} (${value})`;
          input.append(element("option", name, { value, selected: value === parameter.default }));
        }
      } else if (parameter.type === "date") input.value = parameter.default;
      Object.assign(input, { id, name: parameter.name });
      input.addEventListener("change", change);
      field.append(element("label", parameter.label[lang], { htmlFor: id }), input);
      return field;
    }),
  );
}

const chosen = () => Object.fromEntries([...$("parameters").querySelectorAll("[name]")].map((i) => [i.name, i.value]));

// --- the query's place ------------------------------------------------------------------------

// In a frame, the page around it keeps the query while this one is loaded anew in another language;
// it is gone when that page is closed.
const MEMORY = "kgQuery";

function given() {
  if (!embedded) return { text: asked.get("q"), ran: true };
  return window.parent[MEMORY] ?? { text: new URLSearchParams(window.parent.location.search).get("q"), ran: true };
}

function keep(text, ran) {
  if (embedded) window.parent[MEMORY] = { text, ran };
}

// --- the page ----------------------------------------------------------------------------------

function writeAddress(query) {
  const target = embedded ? window.parent : window;
  const address = new URL(target.location);
  address.searchParams.delete("q");
  if (encodeURIComponent(query).length <= ADDRESS) address.searchParams.set("q", query);
  if (address.href !== target.location.href) target.history.replaceState(target.history.state, "", address);
}

function notice(text) {
  $("notice").hidden = !text;
  $("notice").textContent = text;
}

async function start() {
  frame();
  const [{ base, prefixes, terms }, { questions }] = await Promise.all([json("/api/terms"), json("/api/questions")]);
  const labels = new Map(terms.map((term) => [term.iri, term.label]));
  fillExamples(questions);
  const before = given();
  const first = before.text ?? (await example(FIRST)).sparql;

  const completion = completers(terms, prefixes, lang, say);
  // The defaults are replaced, not merged: merging would keep YASGUI's own completers by position.
  Yasqe.defaults.autocompleters = completion.register(Yasqe);
  const yasqe = new Yasqe($("query"), {
    value: first,
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "auto",
    screenReaderLabel: say("query"),
    requestConfig: { endpoint: "/sparql", method: "POST", acceptHeaderGraph: "text/turtle", headers: { "KG-Max-Rows": ROWS } },
    extraKeys: { "Ctrl-Space": completion.ask, "Cmd-Space": completion.ask },
  });
  yasqe.on("change", () => keep(yasqe.getValue(), false));
  yasqe.on("change", (_, { origin }) => ["setValue", "paste"].includes(origin) && completion.declare(yasqe));
  completion.declare(yasqe);
  const yasr = resultView(() => ({ ...prefixes, ...yasqe.getPrefixesFromQuery() }));

  for (const root of [$("query"), $("results")]) {
    const settle = () => {
      translate(root);
      follow(root, base, labels);
    };
    new MutationObserver(settle).observe(root, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["title", "aria-label"] });
    settle();
  }

  let clock = 0;
  const busy = (on) => {
    clearInterval(clock);
    $("run").disabled = on;
    $("stop").hidden = !on;
    document.body.setAttribute("aria-busy", String(on));
  };
  yasqe.on("query", () => {
    const begun = Date.now();
    const tell = () => ($("state").textContent = say("running", { s: Math.round((Date.now() - begun) / 1000) }));
    notice("");
    busy(true);
    tell();
    clock = setInterval(tell, 1000);
    writeAddress(yasqe.getValue());
    keep(yasqe.getValue(), true);
  });
  yasqe.on("queryResponse", (_, response, duration) => {
    busy(false);
    if (response instanceof Error && response.name === "AbortError") {
      $("results").hidden = true; // an older result must not pass for this query's
      $("state").textContent = say("stopped");
      return;
    }
    $("results").hidden = false;
    $("results").style.setProperty("--columns", columns(response));
    yasr.setResponse(response, duration);
    const seconds = (duration / 1000).toFixed(2);
    const rows = yasr.results.hasError() ? null : yasr.results.getBindings();
    if (yasr.results.hasError()) $("state").textContent = say("failed");
    else if (rows) {
      $("state").textContent = say("answered", { n: rows.length, s: seconds });
      if (!rows.length) notice(say("nothing"));
    } else if (typeof yasr.results.getBoolean() === "boolean") $("state").textContent = say("yesno", { s: seconds });
    else $("state").textContent = say("graph", { s: seconds });
    if (response.headers?.get("KG-Truncated")) notice(say("cut", { n: response.headers.get("KG-Rows") }));
  });
  const run = () => yasqe.query().catch(() => {}); // told by queryResponse
  $("run").addEventListener("click", run);
  $("stop").addEventListener("click", () => yasqe.abortQuery());

  const put = async (values) => {
    const question = await example($("example").value, values);
    yasqe.setValue(question.sparql);
    if (!values) showParameters(question, () => put(chosen()).catch((error) => notice(error.message)));
    notice("");
    await run();
  };
  $("example").addEventListener("change", () => {
    $("parameters").replaceChildren();
    if ($("example").value) put().catch((error) => notice(error.message));
  });

  if (embedded) fit();
  document.body.dataset.ready = "";
  if (before.text && before.ran) run();
}

// The frame around the page grows with it, so that there is one scroll bar, not two.
function fit() {
  const frame = window.frameElement;
  const grow = () => {
    frame.style.height = `${Math.ceil(document.body.getBoundingClientRect().height) + 8}px`;
    // The boxes that Streamlit puts around a frame have the height that it was made with.
    for (let box = frame.parentElement; box && !box.matches("[data-testid=stVerticalBlock]"); box = box.parentElement)
      Object.assign(box.style, { height: "auto", flex: "none" });
  };
  new ResizeObserver(grow).observe(document.body);
  grow();
}

start().catch((error) => notice(`${say("unreachable")} ${error.message}`));
