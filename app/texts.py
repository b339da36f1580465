"""All words of the interface, in Chinese and English, by key.

Words of the law (acts, offices, outcomes, kinds, the provisions themselves) are not here: they come
from the graph. `t` fills placeholders with str.format.
"""

from __future__ import annotations

LANGUAGES = ("zh", "en")
DEFAULT = "zh"

TEXTS: dict[str, dict[str, str]] = {
    # --- the frame
    "product": {
        "zh": "检察机关司法责任制知识图谱",
        "en": "Judicial responsibility in China's procuratorates",
    },
    "tagline": {
        "zh": "谁可以决定什么，谁为此负责，依据哪一条。",
        "en": "Who may decide what, who answers for it, and on which words.",
    },
    "page_ask": {"zh": "谁负责", "en": "Who answers"},
    "page_sparql": {"zh": "SPARQL 查询", "en": "SPARQL"},
    "language": {"zh": "语言", "en": "Language"},
    "zh": {"zh": "中文", "en": "中文"},
    "en": {"zh": "English", "en": "English"},
    "receipt": {
        "zh": "图谱 {graph} · 版本 {version}",
        "en": "graph {graph} · version {version}",
    },
    "not_official": {
        "zh": "本回答由软件按公开文本推出，**非官方解释**。",
        "en": "Derived by software from public texts; **not an official interpretation**.",
    },
    # --- choosing a situation
    "question_default": {
        "zh": "谁承担责任？",
        "en": "Who bears responsibility?",
    },
    "situation": {"zh": "情形", "en": "Situation"},
    "situation_help": {
        "zh": "选一个情形，再改动下面的事实，看结论怎样变化。",
        "en": "Choose a situation, then change its facts below and see what flips.",
    },
    "own_case": {"zh": "自己编写的案件：{title}", "en": "Your own case: {title}"},
    "unknown_case": {
        "zh": "没有编号为“{case}”的情形，现显示第一个情形。",
        "en": 'There is no situation called "{case}"; this is the first one instead.',
    },
    "ignored_address": {
        "zh": "网址中有此情形没有的内容，已忽略：{keys}。",
        "en": "The address holds what this situation does not have; ignored: {keys}.",
    },
    "note": {"zh": "说明：{note}", "en": "Note: {note}"},
    # --- facts
    "facts": {"zh": "事实", "en": "The facts"},
    "facts_hint": {
        "zh": "按时间顺序。没有认定的，写“未认定”，不当作“没有”。",
        "en": "In order of time. What nobody found is “not found”; that never means “no”.",
    },
    "reset": {"zh": "恢复原案事实", "en": "Restore the original facts"},
    "changed_count": {"zh": "已改动 {n} 处事实", "en": "Facts changed: {n}"},
    "committee": {"zh": "检察委员会", "en": "Procuratorial committee"},
    "concerns": {"zh": "针对 {step}", "en": "About {step}"},
    "directed_to": {"zh": "对象：{who}", "en": "To: {who}"},
    "matter": {"zh": "事项：{text}", "en": "Matter: {text}"},
    "part_is": {"zh": "改变的部分：{text}", "en": "Part altered: {text}"},
    "description": {"zh": "内容：{text}", "en": "What: {text}"},
    "also_found": {"zh": "另有认定：{text}", "en": "Also found: {text}"},
    "no_facts_here": {"zh": "此步骤没有可改动的事实。", "en": "Nothing to change at this step."},
    "was": {"zh": "原为：{value}", "en": "Was: {value}"},
    "when": {"zh": "发生时间", "en": "When it happened"},
    "when_filed": {"zh": "原案日期（{year}）", "en": "As in the case ({year})"},
    "when_year": {"zh": "{year} 年", "en": "In {year}"},
    "assessed_on": {"zh": "评价日", "en": "Day of assessment"},
    "assessed_on_help": {
        "zh": "在哪一天评价责任；影响从旧兼从轻。",
        "en": "The day on which responsibility is judged; it matters for the rule of leniency.",
    },
    "timing": {"zh": "时间", "en": "Time"},
    "unknown": {"zh": "未认定", "en": "not found"},
    "yes": {"zh": "是", "en": "yes"},
    "no": {"zh": "否", "en": "no"},
    "kept_part": {"zh": "已写明", "en": "described"},
    "no_part": {"zh": "未写明", "en": "not described"},
    "field_result": {"zh": "认定结果", "en": "Result found"},
    "field_consequence": {"zh": "后果", "en": "Consequence"},
    "field_manifestly_unlawful": {"zh": "是否明显违法", "en": "Manifestly unlawful"},
    "field_fault": {"zh": "过错", "en": "Fault"},
    "field_duty_of_care": {"zh": "注意义务", "en": "Care taken"},
    "field_caused": {"zh": "导致哪一步错误", "en": "Step it made wrong"},
    "field_candour": {"zh": "汇报是否如实", "en": "Candour of the report"},
    "field_within_authority": {"zh": "是否在职权之内", "en": "Within authority"},
    "field_vote": {"zh": "表决", "en": "Vote"},
    "field_performance": {"zh": "监督管理的履行", "en": "How the duty was done"},
    "field_form": {"zh": "异议形式", "en": "Form of the objection"},
    "field_part": {"zh": "改变的部分", "en": "Part altered"},
    "field_objection": {
        "zh": "执行前提出过异议",
        "en": "Objected before executing",
    },
    "field_of": {"zh": "{who}：{field}", "en": "{who}: {field}"},
    "finding": {"zh": "{field}：{value}", "en": "{field}: {value}"},
    "comma": {"zh": "；", "en": "; "},
    "field_excluded_by": {"zh": "排除事由", "en": "Exclusion"},
    "field_circumstance": {"zh": "属于列举情形", "en": "Listed circumstance"},
    "field_conduct": {"zh": "事后表现", "en": "Conduct afterwards"},
    "not_invoked": {"zh": "未提出", "en": "not invoked"},
    # --- the answer
    "at_a_glance": {"zh": "结论", "en": "The answer"},
    "flips_here": {"zh": "与原案不同，原为：{was}", "en": "changed from the original: {was}"},
    "toast_same": {"zh": "结论没有变化。", "en": "The outcomes are the same."},
    "toast_flip": {"zh": "结论变了：{what}", "en": "Now different: {what}"},
    "toast_line": {"zh": "{place} {kind}：{was} → {now}", "en": "{place}, {kind}: {was} → {now}"},
    "toast_none": {"zh": "无结论", "en": "no outcome"},
    "flip_mark": {"zh": "⇄", "en": "⇄"},
    "mark_violations": {"zh": "⊘ 违反禁止性规定", "en": "⊘ prohibition violated"},
    "mark_silences": {"zh": "— 条文未规定", "en": "— the texts are silent"},
    "mark_conflicts": {"zh": "✕ 规则冲突", "en": "✕ conflict of rules"},
    "flip_none": {"zh": "原案无此项", "en": "not in the original"},
    "gone": {
        "zh": "改动后不再出现：{what}",
        "en": "No longer there after your change: {what}",
    },
    "answer": {"zh": "理由与依据", "en": "Why, and on which words"},
    "governing": {"zh": "适用文本", "en": "Which text governs"},
    "governs_all": {"zh": "全部步骤：{source}。", "en": "All steps: {source}."},
    "governs_steps": {"zh": "{steps}：{source}。", "en": "{steps}: {source}."},
    "governs_none": {"zh": "本图谱中没有适用的文本", "en": "no text in the graph"},
    "group_bears": {"zh": "承担", "en": "Bears responsibility"},
    "group_undetermined": {
        "zh": "不能确定，取决于尚未认定的事实",
        "en": "Undetermined: it turns on what is not found",
    },
    "group_does-not-bear": {"zh": "不承担", "en": "Does not bear"},
    "group_answerable": {"zh": "由谁负责", "en": "Whose decision, facts or acts these are"},
    "answerable_hint": {
        "zh": "“负责”指决定、事实或者行为归属于谁，尚未涉及过错；是否承担责任见上。",
        "en": "Whose these are, before any fault is asked."
        " Whether it becomes liability stands above.",
    },
    "nothing_assessed": {
        "zh": "条文没有使任何人就此承担责任，也没有相反的结论；见下方“条文未规定”。",
        "en": "No provision gives an outcome for anybody here;"
        " see “Where the texts are silent” below.",
    },
    "nothing_liable": {
        "zh": "就司法责任和监督管理责任，没有得出结论。",
        "en": "There is no outcome on judicial or supervision responsibility.",
    },
    "turns_on": {"zh": "取决于：{what}", "en": "It turns on: {what}"},
    "gap": {"zh": "{step} 的{field}", "en": "{field} of {step}"},
    "gap_of_person": {"zh": "{who} 在 {step} 的{field}", "en": "{field} of {who} at {step}"},
    "why_exactly": {"zh": "所用规则与认定", "en": "The rule applied, and the findings"},
    "rule": {"zh": "规则：{ids}", "en": "Rule: {ids}"},
    "findings_used": {"zh": "认定：{text}", "en": "Findings: {text}"},
    "defeats": {"zh": "排除：{ids}", "en": "Overrides: {ids}"},
    "defeated_by": {"zh": "被排除于：{ids}", "en": "Overridden by: {ids}"},
    "see_text": {"zh": "全文（{n} 字）", "en": "Full words ({n} characters)"},
    "rests_on": {"zh": "依据", "en": "It rests on"},
    "translation": {
        "zh": "所供文本仅有英文译文，非原文",
        "en": "English translation; the supplied copy has no Chinese original here",
    },
    "quote_original": {"zh": "", "en": "Chinese original"},
    "restored": {
        "zh": "所供文本缺失；以下是本项目据外部来源的复述，不是条文原文"
        "（来源 {keys}，可信度：{confidence}）",
        "en": "Missing in the supplied text; this is the project's restatement of an outside"
        " source, not the words of the provision (source {keys}, confidence: {confidence})",
    },
    "missing": {
        "zh": "所供文本缺失，没有可核实的文字",
        "en": "Missing in the supplied text; there are no verified words",
    },
    "partial": {"zh": "所供文本仅有部分内容", "en": "The supplied text has this only in part"},
    "no_citation": {
        "zh": "图谱中没有这一条的文字",
        "en": "The graph has no words of this provision",
    },
    "violations": {"zh": "违反的禁止性规定", "en": "Prohibitions violated"},
    "notes": {"zh": "附注（不改变结论）", "en": "Notes (they change no outcome)"},
    "silences": {"zh": "条文未规定", "en": "Where the texts are silent"},
    "silences_hint": {
        "zh": "有人会问、而现行条文没有规定的。未规定不等于不承担。",
        "en": "What somebody would ask and no provision settles. Silence is not a “no”.",
    },
    "conflicts": {"zh": "规则冲突", "en": "Conflicts of rules"},
    "conflict": {
        "zh": "两条规则结论相反，没有条文规定何者优先，故不作结论：{rules}",
        "en": "Two rules disagree and nothing orders them, so there is no outcome: {rules}",
    },
    "open_questions": {"zh": "未决问题（{n}）", "en": "Open questions ({n})"},
    "open_questions_hint": {
        "zh": "条文没有回答；以下各种读法并列，没有人代你选择。",
        "en": "The texts leave these open. The readings stand side by side.",
    },
    "assumptions": {"zh": "本回答所依据的默认（{n}）", "en": "Assumptions of this answer ({n})"},
    "assumption_field": {
        "zh": "{step}：“{field}”按默认取“{value}”",
        "en": "{step}: “{field}” is taken to be “{value}”",
    },
    "assumption_circumstance": {
        "zh": "{step}，{who}：已认定的过错按符合某项列举情形处理",
        "en": "{step}, {who}: the fault found is read as meeting a listed circumstance",
    },
    # --- side by side
    "side_by_side": {"zh": "两份文本对照", "en": "The two texts side by side"},
    "side_hint": {
        "zh": "把同样的事实放到每份文本之下，不问日期。",
        "en": "The same facts under each text, whatever their dates.",
    },
    "differs": {"zh": "≠ {what}", "en": "≠ {what}"},
    "diff_outcome": {"zh": "{kind}：结论不同", "en": "{kind}: other outcome"},
    "diff_extent": {"zh": "{kind}：范围不同", "en": "{kind}: other extent"},
    "diff_only": {"zh": "仅 {year} 有“{what}”", "en": "only {year}: {what}"},
    "diff_only_remark": {"zh": "仅 {year} {what}", "en": "only {year}: {what}"},
    "silence": {"zh": "未规定", "en": "silence"},
    "violation": {"zh": "禁止", "en": "prohibition"},
    "conflict_word": {"zh": "规则冲突", "en": "conflict of rules"},
    "provisions_of": {"zh": "{year} 的条文", "en": "Words of {year}"},
    "same": {"zh": "＝ 相同", "en": "= same"},
    "differs_count": {
        "zh": "{n} 处不同，共 {total} 处。",
        "en": "{n} of {total} differ.",
    },
    "nothing_in_text": {"zh": "— 没有结论", "en": "— no outcome"},
    "silent_in_text": {"zh": "— 条文未规定", "en": "— the text is silent"},
    "forbidden_in_text": {"zh": "⊘ 禁止", "en": "⊘ forbidden"},
    "conflict_in_text": {"zh": "✕ 规则冲突", "en": "✕ conflict of rules"},
    # --- keep and share
    "keep": {"zh": "保存与引用", "en": "Keep and cite"},
    "share": {
        "zh": "本页网址记录了所选情形和改动过的事实，可直接复制分享。",
        "en": "The address of this page holds the situation and every fact you changed:"
        " copy it to share.",
    },
    "share_own": {
        "zh": "自己编写的案件不写入网址；请下载案件文件保存。",
        "en": "Your own case is not in the address; download the case file to keep it.",
    },
    "download_text": {"zh": "回答（文本）", "en": "Answer (text)"},
    "download_json": {"zh": "回答（JSON）", "en": "Answer (JSON)"},
    "download_compare": {"zh": "对照（JSON）", "en": "Comparison (JSON)"},
    "download_yaml": {"zh": "案件（YAML）", "en": "Case (YAML)"},
    "edit_case": {"zh": "直接编辑案件文件", "en": "Edit the case file itself"},
    "edit_hint": {
        "zh": "YAML 或 JSON，格式见 docs/case-file.md。点“使用”后，以上全部按此文件回答。",
        "en": "YAML or JSON; docs/case-file.md describes it."
        " “Use it” answers for this file instead.",
    },
    "case_file": {"zh": "案件文件", "en": "Case file"},
    "use_case": {"zh": "使用这个文件", "en": "Use it"},
    "close_own": {"zh": "关闭自己的案件", "en": "Close your own case"},
    # --- problems
    "cannot_answer": {
        "zh": "按这些事实无法作答：",
        "en": "With these facts there is no answer:",
    },
    "cannot_open": {
        "zh": "图谱无法打开：",
        "en": "The graph cannot be opened:",
    },
    # --- SPARQL
    "sparql_title": {"zh": "用 SPARQL 查询图谱", "en": "Query the graph with SPARQL"},
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


def t(key: str, lang: str, **values: object) -> str:
    """Return the words of a key in `lang`, with placeholders filled."""
    words = TEXTS[key][lang]
    return words.format(**values) if values else words
