"""Words of the SPARQL page."""

WORDS: dict[str, dict[str, str]] = {
    # --- SPARQL
    "sparql_title": {"zh": "用 SPARQL 查询图谱", "en": "Query the graph with SPARQL"},
    "sparql_way": {"zh": "查询方式", "en": "How to query"},
    "sparql_editor": {"zh": "编辑器", "en": "Editor"},
    "sparql_form": {
        "zh": "普通表单（适合键盘和读屏软件）",
        "en": "Plain form (keyboard, screen reader)",
    },
    "sparql_frame": {"zh": "SPARQL 查询编辑器", "en": "SPARQL editor"},
    "sparql_hint": {
        "zh": "只读。每次查询最多 {seconds} 秒、{rows} 行；超时即报错，不会给出残缺结果。不联网。",
        "en": "Read only. At most {seconds} seconds and {rows} rows a query; a time-out is an"
        " error, never a shortened result. Nothing leaves this computer.",
    },
    "example": {"zh": "示例", "en": "Example"},
    "parameter": {
        "zh": "可换的值：{label}，在查询的 VALUES ?{name} 一行。",
        "en": "You may change: {label}, in the line VALUES ?{name} of the query.",
    },
    "example_none": {"zh": "选择一个问题……", "en": "Choose a question…"},
    "example_starter": {"zh": "图谱中有哪些来源？", "en": "Which sources does the graph hold?"},
    "query": {"zh": "查询", "en": "Query"},
    "running": {"zh": "正在查询……", "en": "Running…"},
    "run": {"zh": "运行", "en": "Run"},
    "prefixes": {"zh": "已声明的前缀（无需写出）", "en": "Prefixes declared for you"},
    "empty_query": {"zh": "请先写出查询。", "en": "Write a query first."},
    "rows": {"zh": "{n} 行", "en": "Rows: {n}"},
    "no_rows": {
        "zh": "0 行。没有找到，不等于法律上没有：图谱可能没有编入。",
        "en": "0 rows. Nothing was found; that does not say that the law has nothing:"
        " it may not be encoded.",
    },
    "truncated": {
        "zh": "结果已截断，只有前 {n} 行，后面还有。请加条件或用 LIMIT 与 OFFSET 分页。",
        "en": "Cut off: these are the first {n} rows and there are more. Add conditions,"
        " or page with LIMIT and OFFSET.",
    },
    "ask_true": {"zh": "是（true）", "en": "Yes (true)"},
    "ask_false": {"zh": "否（false）", "en": "No (false)"},
    "triples": {"zh": "图（Turtle）", "en": "Graph (Turtle)"},
    "plain_table": {"zh": "普通表格（适合读屏软件）", "en": "Plain table (for screen readers)"},
    "plain_limit": {
        "zh": "普通表格只显示前 {n} 行；全部结果请下载 CSV。",
        "en": "The plain table shows the first {n} rows; download the CSV for all of them.",
    },
    "short_names": {"zh": "用前缀缩写 IRI", "en": "Shorten IRIs with prefixes"},
    "download_csv": {"zh": "下载 CSV", "en": "Download CSV"},
    "download_results": {"zh": "下载 JSON（SPARQL 1.1）", "en": "Download JSON (SPARQL 1.1)"},
    "download_turtle": {"zh": "下载 Turtle", "en": "Download Turtle"},
    "results": {"zh": "结果", "en": "Result"},
    "stale": {
        "zh": "查询已改动，下面仍是上一次运行的结果。",
        "en": "The query has changed; below is still the result of the last run.",
    },
    "query_failed": {"zh": "查询没有运行：", "en": "The query did not run:"},
    "in_address": {
        "zh": "查询已写入网址，可复制分享。",
        "en": "The query is in the address: copy it to share.",
    },
    "too_long_for_address": {
        "zh": "查询较长，没有写入网址。",
        "en": "The query is too long for the address.",
    },
    "csv_guard": {
        "zh": "CSV 中以 = + - @ 开头的单元格前加了撇号，防止电子表格把它当作公式。",
        "en": "In the CSV, a cell beginning with = + - @ has a leading apostrophe,"
        " so that no spreadsheet takes it for a formula.",
    },
    "result_table": {"zh": "查询结果表", "en": "Table of query results"},
}
