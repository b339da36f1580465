// All words of the page, in both languages, and YASGUI's own, which it has in English only.

export const WORDS = {
  product: { zh: "检察机关司法责任制知识图谱", en: "Judicial responsibility in China's procuratorates" },
  title: { zh: "SPARQL 查询编辑器", en: "SPARQL editor" },
  other: { zh: "English", en: "中文" },
  query: { zh: "SPARQL 查询", en: "SPARQL query" },
  answer: { zh: "原始回答", en: "Response" },
  example: { zh: "示例：问题目录", en: "Examples: the catalogue of questions" },
  noExample: { zh: "— 选一个问题 —", en: "— choose a question —" },
  run: { zh: "运行", en: "Run" },
  stop: { zh: "停止", en: "Stop" },
  running: { zh: "正在运行… {s} 秒", en: "Running… {s} s" },
  stopped: { zh: "已停止，没有结果。", en: "Stopped; there is no result." },
  failed: { zh: "查询没有运行，没有结果。", en: "The query did not run; there is no result." },
  unreachable: {
    zh: "服务器没有回答。请确认它仍在运行，然后重试。",
    en: "The server does not answer. See whether it still runs, then try again.",
  },
  answered: { zh: "{n} 行，用时 {s} 秒", en: "Rows: {n}, in {s} s" },
  graph: { zh: "三元组已返回，用时 {s} 秒", en: "Triples returned, in {s} s" },
  yesno: { zh: "已回答，用时 {s} 秒", en: "Answered, in {s} s" },
  nothing: { zh: "没有符合条件的行。这不等于“没有”：图谱可能没有编码。",
    en: "No row matches. That is not “no”: the graph may not have encoded it." },
  cut: {
    zh: "结果不完整：只返回了前 {n} 行。请加限制条件，或者用 LIMIT 与 OFFSET 分页；端点 /sparql 一次可返回更多。",
    en: "The result is incomplete: only the first {n} rows were returned. Add conditions, or page with LIMIT and OFFSET; the endpoint /sparql itself returns more at once.",
  },
  help: { zh: "按键与补全", en: "Keys and completion" },
  keys: {
    zh: [
      "Ctrl+Enter 运行；Esc 离开编辑器（随后可用 Tab 键）；Ctrl+/ 注释；Shift+Ctrl+F 排版。",
      "Ctrl+空格 补全类、属性和代码：写前缀加名称（jr:Step），或者写中文、英文标签中的词。",
      "本图谱的前缀不写 PREFIX 也可用；写下时会自动补上声明，便于粘贴到别处。",
      "结果中的 IRI 打开本服务器上的说明页。",
    ],
    en: [
      "Ctrl+Enter runs; Esc leaves the editor (then Tab moves on); Ctrl+/ comments; Shift+Ctrl+F formats.",
      "Ctrl+Space completes classes, properties and codes: write a prefix and a name (jr:Step), or words of a Chinese or English label.",
      "The graph's prefixes work without PREFIX lines; these are added as you write, so that the query can be pasted elsewhere.",
      "An IRI in the result opens its page on this server.",
    ],
  },
  text: { zh: "文本（留空为默认值）", en: "text (empty: the default)" },
  class: { zh: "类", en: "class" },
  property: { zh: "属性", en: "property" },
  code: { zh: "代码", en: "code" },
  columns: { zh: "每页行数", en: "Rows a page" },
  row: { zh: "行号", en: "Row" },
};

export const GROUPS = {
  answers: { zh: "责任", en: "Responsibility" },
  changes: { zh: "2015 与 2024 的变化", en: "Changes from 2015 to 2024" },
  figures: { zh: "数字", en: "Figures" },
  gaps: { zh: "空白与未定", en: "Gaps and open points" },
  lists: { zh: "权力清单", en: "Power lists" },
  mechanisms: { zh: "机制", en: "Mechanisms" },
  powers: { zh: "职权与规范", en: "Powers and norms" },
  procedure: { zh: "程序", en: "Procedure" },
  provenance: { zh: "来源与数据", en: "Sources and data" },
};

// What YASGUI writes, and what stands there instead: exact words, then patterns.
export const YASGUI = {
  "Table": { zh: "表格", en: "Table" },
  "Response": { zh: "原始回答", en: "Response" },
  "Boolean": { zh: "是否", en: "Yes or no" },
  "Simple view": { zh: "简洁显示", en: "Simple view" },
  "Ellipse": { zh: "截短长文", en: "Shorten long texts" },
  "Page size: ": { zh: "每页行数：", en: "Rows a page: " },
  "All": { zh: "全部", en: "All" },
  "Filter query results": { zh: "筛选结果", en: "Filter the rows" },
  "Shows Table view": { zh: "显示表格", en: "Show the table" },
  "Shows Response view": { zh: "显示原始回答", en: "Show the response" },
  "Shows Boolean view": { zh: "显示是否", en: "Show yes or no" },
  "Download Results": { zh: "下载结果", en: "Download the result" },
  "Download result": { zh: "下载结果", en: "Download the result" },
  "Download not supported": { zh: "无法下载", en: "Nothing to download" },
  "Show all": { zh: "全部显示", en: "Show all" },
  "True": { zh: "是（true）", en: "Yes (true)" },
  "False": { zh: "否（false）", en: "No (false)" },
  "cannot render result": { zh: "无法显示结果", en: "The result cannot be shown" },
  "No data available in table": { zh: "没有行", en: "No rows" },
  "No matching records found": { zh: "没有符合筛选的行", en: "No row matches the filter" },
  "Nothing to autocomplete yet!": { zh: "还没有可补全的内容", en: "Nothing to complete yet" },
  "Press CTRL - <spacebar> to autocomplete": { zh: "Ctrl+空格 补全", en: "Ctrl+Space completes" },
};
export const PATTERNS = [
  [/^(\d+) results? in ([\d.]+) seconds?$/, { zh: "$1 行，$2 秒", en: "Rows: $1, in $2 s" }],
  [/^Response in ([\d.]+) seconds?$/, { zh: "$1 秒", en: "in $1 s" }],
  [/^This line is invalid\. Expected: /, { zh: "此行有误。此处可写：", en: "This line is wrong. Possible here: " }],
  [/^Could not render results with the .*$/, { zh: "所选的显示方式不适用于此结果，已改用另一种。", en: "The chosen view does not fit this result; another one is shown." }],
];

export function words(lang) {
  return (key, values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), WORDS[key][lang]);
}
