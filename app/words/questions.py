"""Words of the page Questions."""

WORDS: dict[str, dict[str, str]] = {
    "page_questions": {"zh": "问题目录", "en": "Questions"},
    "questions_title": {"zh": "现成的问题", "en": "Ready questions"},
    "questions_lead": {
        "zh": "{n} 个问题，直接问图谱；每个回答都可以看到条文、SPARQL，可以导出。",
        "en": "{n} questions to put to the graph; every answer shows its provisions and its SPARQL"
        " and can be taken with you.",
    },
    "questions_search": {"zh": "找问题", "en": "Find a question"},
    "questions_search_help": {
        "zh": "中文任意部分，英文词首；两种语言都查。问题、栏目、条文编号和可选的值（如“逮捕”）"
        "都算。",
        "en": "Chinese anywhere, English at the beginning of a word; both languages are searched."
        " Questions, headings, provisions and the values one can choose (such as “arrest”) count.",
    },
    "questions_search_example": {
        "zh": "例如：逮捕、committee、art-30",
        "en": "e.g. arrest, committee, art-30",
    },
    "questions_group": {"zh": "类别", "en": "Group"},
    "group_all": {"zh": "全部", "en": "All"},
    "group_answers": {"zh": "谁负责", "en": "Who answers"},
    "group_powers": {"zh": "职权与义务", "en": "Powers and duties"},
    "group_changes": {"zh": "新旧变化", "en": "What changed"},
    "group_lists": {"zh": "权力清单", "en": "Power lists"},
    "group_procedure": {"zh": "程序", "en": "Procedure"},
    "group_mechanisms": {"zh": "机制", "en": "Mechanisms"},
    "group_figures": {"zh": "数字", "en": "Figures"},
    "group_gaps": {"zh": "空白与存疑", "en": "Gaps and doubts"},
    "group_provenance": {"zh": "条文与出处", "en": "Texts and provenance"},
    "questions_found": {"zh": "找到 {n} 个问题", "en": "Questions found: {n}"},
    "questions_none": {
        "zh": "目录里没有含“{words}”的问题。这只说明没有现成的问题，图谱里可能有内容：请换个词，"
        "或者用 SPARQL 查询。",
        "en": "No ready question holds “{words}”. That says nothing about the graph itself: try"
        " another word, or ask in SPARQL.",
    },
    "questions_with": {"zh": "{label}＝{value}", "en": "{label} = {value}"},
    "questions_more_values": {"zh": "还有 {n} 个值可选", "en": "and {n} more values"},
    "questions_back": {"zh": "← 全部问题", "en": "← All questions"},
    "questions_unknown": {
        "zh": "目录中没有编号为“{id}”的问题。下面是全部问题。",
        "en": "The catalogue has no question “{id}”. All questions are below.",
    },
    "questions_ignored": {
        "zh": "网址中的这些值不适用，已忽略：{names}。",
        "en": "These values of the address do not fit and were ignored: {names}.",
    },
    "asking": {"zh": "正在查图谱……", "en": "Asking the graph…"},
    "not_asked": {"zh": "没有作答：", "en": "It was not answered:"},
    "answer_rows": {"zh": "{n} 行", "en": "Rows: {n}"},
    "answer_no_value": {
        "zh": "“—”表示图谱在此没有记载，不是“没有”或者“否”。",
        "en": "“—” means that the graph records nothing here; it is no “none” and no “no”.",
    },
    "answer_other": {
        "zh": "标有（英）的，图谱没有中文，显示的是英文。",
        "en": "What is marked (zh) the graph has in Chinese only.",
    },
    "mark_other": {"zh": "（英）", "en": " (zh)"},
    "view": {"zh": "显示方式", "en": "Show as"},
    "view_read": {"zh": "逐条", "en": "one by one"},
    "view_grid": {"zh": "表格", "en": "grid"},
    "view_plain": {"zh": "普通表格", "en": "plain table"},
    "view_chart": {"zh": "图", "en": "chart"},
    "view_tiles": {"zh": "各地", "en": "provinces"},
    "show_codes": {"zh": "也显示代码", "en": "Codes too"},
    "plain_first": {
        "zh": "普通表格只显示前 {n} 行；全部结果请用“表格”或者下载。",
        "en": "The plain table shows the first {n} rows; all are in the grid and the downloads.",
    },
    "read_part": {"zh": "第 {a}–{b} 行，共 {n} 行", "en": "Rows {a}–{b} of {n}"},
    "answer_table": {"zh": "“{question}”的回答", "en": "Answer to “{question}”"},
    "chart_unit": {"zh": "单位", "en": "Unit"},
    "chart_unit_note": {
        "zh": "单位不同的数字不能同轴，只画一种单位。所计对象也各不相同，见下表。",
        "en": "Figures of different units cannot share an axis: one unit is drawn. They also count"
        " different things; see the table below.",
    },
    "chart_cut": {
        "zh": "共 {all} 项，图中为前 {n} 项；全部在下表。",
        "en": "{all} labels; the chart has the first {n}. All are in the table below.",
    },
    "chart_values": {"zh": "图中的数值", "en": "The values of the chart"},
    "chart_label": {"zh": "项目", "en": "Item"},
    "chart_series": {"zh": "种类", "en": "Kind"},
    "chart_value": {"zh": "数值", "en": "Value"},
    "chart_none": {
        "zh": "没有可画的数字。",
        "en": "There are no figures to draw.",
    },
    "tiles_label": {"zh": "地域（点一个看其各行）", "en": "Provinces (choose one to see its rows)"},
    "tiles_note": {
        "zh": "按 GB/T 2260 代码排列，不是地图。数字是回答的行数；“？"
        "未知”表示图谱没有该地的记载，不等于当地没有规定。",
        "en": "In the order of the codes of GB/T 2260; this is no map. The figure counts rows of"
        " the"
        " answer; “? unknown” means that the graph records nothing of the province, not that it"
        " has nothing.",
    },
    "tile_rows": {"zh": "{name} **{n}**", "en": "{name} **{n}**"},
    "tile_unknown": {"zh": "{name} ？未知", "en": "{name} ? unknown"},
    "tile_is_unknown": {
        "zh": "{name}：未知。图谱没有该地的记载，不等于当地没有规定。",
        "en": "{name}: unknown. The graph records nothing of it; that is not to say it has"
        " nothing.",
    },
    # --- nothing found
    "nothing": {
        "zh": "0 行。图谱没有查到符合的内容：可能是条文没有规定，也可能是尚未编入。"
        "不能当作“没有”或者“否”。",
        "en": "0 rows. The graph holds nothing that fits: the texts may be silent, or it is not"
        " encoded. Do not read it as “none” or “no”.",
    },
    "nothing_answers": {
        "zh": "0 行。图谱没有编入这样的责任条文：可能是条文沉默，也可能是尚未编入，"
        "不等于无人负责。",
        "en": "0 rows. No such provision on responsibility is encoded: the texts may be silent,"
        " or it"
        " is not encoded. It does not mean that nobody answers.",
    },
    "nothing_powers": {
        "zh": "0 行。图谱没有编入这样的职权、义务或者禁止：可能是条文沉默，也可能是尚未编入，"
        "不等于无权或者不许。",
        "en": "0 rows. No such power, duty or prohibition is encoded: the texts may be silent,"
        " or it"
        " is not encoded. It does not mean that there is no power, or that it is forbidden.",
    },
    "nothing_lists": {
        "zh": "0 行。清单所见部分没有写到；多数清单只见一部分，未见的未知，不等于无权。",
        "en": "0 rows. The part of the lists that was seen says nothing. Most lists were seen in"
        " part"
        " only; the rest is unknown, not “no power”.",
    },
    "nothing_changes": {
        "zh": "0 行。图谱没有记录这样的对应或者变化；没有记录不等于没有变。",
        "en": "0 rows. No such correspondence or change is recorded; that does not say that nothing"
        " changed.",
    },
    "nothing_gaps": {
        "zh": "0 行。图谱在此没有记下空白或者存疑；没有记下不等于条文毫无疑问。",
        "en": "0 rows. No gap or doubt is recorded here; that does not say that the texts leave"
        " none.",
    },
    # --- behind it
    "downloads": {"zh": "带走", "en": "Take it with you"},
    "get_csv": {"zh": "CSV", "en": "CSV"},
    "get_json": {"zh": "JSON（SPARQL 1.1）", "en": "JSON (SPARQL 1.1)"},
    "get_xlsx": {"zh": "Excel（附出处）", "en": "Excel, with its receipt"},
    "get_note": {
        "zh": "CSV 和 Excel 中没有公式：以 = + - @ 开头的文字按文字存。",
        "en": "No formulas in CSV and Excel: text that begins with = + - @ stays text.",
    },
    "related": {"zh": "相关条文", "en": "Related provisions"},
    "related_hint": {
        "zh": "问题本身所据的条文；每行的出处见上表。",
        "en": "The provisions that the question itself rests on; where each row comes from"
        " stands above.",
    },
    "behind": {"zh": "背后的 SPARQL", "en": "The SPARQL behind it"},
    "behind_open": {"zh": "在 SPARQL 页打开", "en": "Open in the SPARQL page"},
    "behind_note": {
        "zh": "问题编号 `{id}`；命令行 `kg ask {id}`；接口 `/api/questions/{id}`。",
        "en": "Question `{id}`; on the command line `kg ask {id}`; as an interface"
        " `/api/questions/{id}`.",
    },
    "same_group": {"zh": "同类问题", "en": "Other questions of the group"},
}
