// Completes classes, properties and codes of the graph by name or by words of a label in either
// language, and prefixes; all from the server's /api/terms.

const SHOWN = 60;
const FROM = 2; // characters after which a list shows itself

export function completers(terms, prefixes, lang, say) {
  let wanted = false; // Ctrl+Space was pressed, so an empty word lists everything

  const said = ({ definition }) => (definition ? `${definition.zh} ${definition.en}`.toLowerCase() : "");
  const spaces = (yasqe) => ({ ...prefixes, ...yasqe.getPrefixesFromQuery() });

  // The last token before a place that is no white space and no comment.
  function previous(yasqe, line, ch) {
    let token = yasqe.getTokenAt({ line, ch }, true);
    while (!token.string || token.type === "ws" || token.type === "comment") {
      if (token.start > 0) token = yasqe.getTokenAt({ line, ch: token.start }, true);
      else if (line > 0) token = yasqe.getTokenAt({ line: --line, ch: yasqe.getDoc().getLine(line).length }, true);
      else break;
    }
    return token;
  }

  // Declares the graph's prefixes that a text uses without saying so: the server would know them,
  // but the editor takes an undeclared one for an error, and other servers too.
  function declare(yasqe) {
    const known = yasqe.getPrefixesFromQuery();
    const missing = {};
    for (let line = 0; line < yasqe.lineCount(); line++)
      for (const token of yasqe.getLineTokens(line)) {
        const [, prefix] = (token.type === "string-2" && token.string.match(/^([\w-]+):/)) || [];
        if (prefix && prefixes[prefix] && !(prefix in known)) missing[prefix] = prefixes[prefix];
      }
    if (Object.keys(missing).length) yasqe.addPrefixes(missing);
  }

  // Bare Chinese at the cursor: no SPARQL, so the editor takes each character for an error.
  function chinese(yasqe) {
    const { line, ch } = yasqe.getDoc().getCursor();
    const text = yasqe.getDoc().getLine(line).slice(0, ch);
    const [word] = text.match(/[\p{L}\p{N}]+$/u) ?? [];
    if (!word || !/\p{Script=Han}/u.test(word)) return null;
    const start = ch - word.length;
    if (/[:?$@"'<\w-]$/.test(text.slice(0, start))) return null;
    return { string: word, from: { ch: start }, to: { ch }, before: previous(yasqe, line, start) };
  }

  // The word at the cursor: a prefixed name, an opened IRI, or plain words.
  function typed(token, yasqe) {
    const text = token.string.trim().replace(/^</, "").replaceAll("\\/", "/");
    const known = spaces(yasqe);
    const [, prefix, local] = text.match(/^([\w-]*):(.*)$/s) ?? [];
    if (prefix !== undefined && known[prefix]) return { prefix, space: known[prefix], words: local };
    return { prefix: "", space: "", words: text };
  }

  function found(kind, token, yasqe) {
    const { space, words } = typed(token, yasqe);
    if (!wanted && words.length < FROM && !space) return [];
    if (!wanted && !words.length && kind === "code") return [];
    const needle = words.toLowerCase();
    const rank = (term) => {
      const local = (space ? term.iri.slice(space.length) : term.iri.split(/[/#]/).pop()).toLowerCase();
      if (local.startsWith(needle) || term.iri.startsWith(words)) return 0;
      if (term.label.zh.includes(needle) || term.label.en.toLowerCase().includes(needle)) return 1;
      if (local.includes(needle)) return 2;
      return said(term).includes(needle) ? 3 : -1;
    };
    return terms
      .filter((term) => term.kind === kind && term.iri.startsWith(space))
      .map((term) => [rank(term), term])
      .filter(([place]) => place >= 0)
      .sort(([a, s], [b, t]) => a - b || t.uses - s.uses || s.iri.localeCompare(t.iri))
      .slice(0, SHOWN)
      .map(([, term]) => term.iri);
  }

  const byIri = new Map(terms.map((term) => [term.iri, term]));

  // A name as the query writes it: with the prefix that was typed, else with the server's.
  function written(iri, token, yasqe) {
    const { prefix, space } = typed(token, yasqe);
    if (!space) return byIri.get(iri).name;
    const local = iri.slice(space.length);
    return /^[\w\-/]+$/.test(local) ? `${prefix}:${local.replaceAll("/", "\\/")}` : `<${iri}>`;
  }

  function render(node, hint) {
    const name = document.createElement("span");
    const label = document.createElement("span");
    name.className = "name";
    name.textContent = hint.text;
    label.className = "label";
    const other = lang === "zh" ? "en" : "zh";
    label.textContent = `${hint.term.label[lang]} · ${hint.term.label[other]}`;
    node.title = hint.term.definition?.[lang] ?? "";
    node.append(name, label);
  }

  // Puts the name in, and its prefix at the head, so that the query can be pasted elsewhere.
  function take(yasqe, shown, hint) {
    yasqe.replaceRange(hint.text, hint.from ?? shown.from, hint.to ?? shown.to, "complete");
    const [, prefix] = hint.text.match(/^([\w-]+):/) ?? [];
    if (prefix && prefixes[prefix] && !yasqe.getPrefixesFromQuery()[prefix])
      yasqe.addPrefixes({ [prefix]: prefixes[prefix] });
  }

  function completer(kind, isValidCompletionPosition) {
    const last = {};
    return {
      name: `kg-${kind}`,
      bulk: false,
      autoShow: true,
      persistenceId: null,
      isValidCompletionPosition,
      get: (yasqe, token) => found(kind, token, yasqe),
      preProcessToken: (yasqe, token) => {
        const { string, from, to } = chinese(yasqe) ?? {};
        last.token = string ? { ...token, string, from, to } : token;
        return last.token;
      },
      postProcessSuggestion: (_, __, iri) => iri,
      postprocessHints: (yasqe, hints) =>
        hints.map((hint) => ({
          ...hint,
          term: byIri.get(hint.text),
          text: written(hint.text, last.token, yasqe),
          render: (node, _, data) => render(node, data),
          hint: take,
        })),
    };
  }

  function register(Yasqe) {
    const stock = Yasqe.Autocompleters;
    const names = (possible) => possible.some((t) => t.startsWith("PNAME"));
    const isClass = (yasqe) => {
      if (inWords(yasqe)) return false;
      const state = chinese(yasqe)?.before.state;
      if (state) return /^(a|rdf:type)$/.test(state.lastProperty) && !state.possibleNext.includes("a");
      return stock.class.isValidCompletionPosition(yasqe);
    };
    const isProperty = (yasqe) => {
      if (inWords(yasqe) || isClass(yasqe)) return false;
      const state = chinese(yasqe)?.before.state;
      if (state) return state.possibleNext.includes("a");
      const token = yasqe.getCompleteToken();
      return !/^[?$]/.test(token.string) && token.state.possibleCurrent.includes("a");
    };
    // A code stands where an object or a value can, after a property or in VALUES and FILTER.
    const isCode = (yasqe) => {
      if (inWords(yasqe) || isClass(yasqe) || isProperty(yasqe)) return false;
      const state = chinese(yasqe)?.before.state;
      if (state) return names(state.possibleNext);
      const token = yasqe.getCompleteToken();
      return !/^[?$]/.test(token.string) && names(token.state.possibleCurrent);
    };
    const made = [completer("class", isClass), completer("property", isProperty), completer("code", isCode)];
    for (const one of made) Yasqe.registerAutocompleter(one, false);
    Yasqe.forkAutocompleter(
      "prefixes",
      {
        name: "kg-prefixes",
        persistenceId: null,
        get: () => Object.entries(prefixes).map(([name, iri]) => `${name}: <${iri}>`),
      },
      false,
    );
    return ["kg-prefixes", "variables", ...made.map((one) => one.name)];
  }

  // Inside a comment, a string or a PREFIX line nothing of the graph is meant.
  function inWords(yasqe) {
    const cursor = yasqe.getDoc().getCursor();
    const token = yasqe.getTokenAt(cursor);
    const line = yasqe.getDoc().getLine(cursor.line).slice(0, cursor.ch);
    return /^(comment|string)$/.test(token.type ?? "") || /^\s*PREFIX\b/i.test(line);
  }

  function ask(yasqe) {
    wanted = true;
    yasqe.autocomplete();
    setTimeout(() => (wanted = false), 500); // the list asks for its terms after this returns
  }

  return { ask, declare, register };
}
