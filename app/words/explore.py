"""Words of the page Explore."""

WORDS: dict[str, dict[str, str]] = {
    "page_explore": {"zh": "探索", "en": "Explore"},
    "explore_title": {"zh": "探索图谱", "en": "Explore the graph"},
    "explore_hint": {
        "zh": "图谱里的每一样东西都是一个节点：条款、事实、规则、角色、清单条目。"
        "找一个，看它依据什么、什么指向它，顺着连线走。",
        "en": "Everything in the graph is a node: provisions, facts, rules, roles, items of lists."
        " Find one, see what it rests on and what points to it, and follow the links.",
    },
    "explore_find": {"zh": "找一个节点", "en": "Find a node"},
    "explore_find_hint": {
        "zh": "名称（中英文均可）、条文编号或 IRI，例如：检察长、opinions-2024/art-30",
        "en": "A name in either language, a citation or an IRI: chief, opinions-2024/art-30",
    },
    "explore_none_found": {
        "zh": "没有名称或编号含“{words}”的节点。换一个词，或者少写几个字。",
        "en": "No node has “{words}” in its name or id. Try another word, or fewer letters.",
    },
    "explore_found_first": {
        "zh": "只列前 {n} 个，多写几个字可缩小范围。",
        "en": "Only the first {n} are listed; more letters narrow it down.",
    },
    "explore_unknown": {
        "zh": "图谱中没有节点“{node}”。请核对地址，或在下面查找。",
        "en": "The graph has no node “{node}”. Check the address, or look for it below.",
    },
    "explore_begin": {"zh": "从这里开始", "en": "Begin with"},
    "explore_trail": {"zh": "走过的节点", "en": "Where you have been"},
    "explore_whole": {"zh": "整个图谱", "en": "The whole graph"},
    "explore_whole_hint": {
        "zh": "每个圆是一份文件、一份清单或图谱的一部分，每个点是一个节点，颜色和排列按种类；"
        "圆之间的线越粗，其间的联系越多，联系多的靠得近。除此之外，位置没有含义。"
        "共 {nodes} 个节点。点一个点，看它是什么。",
        "en": "Each disc is a document, a list or a part of the graph; each dot is a node, coloured"
        " and ordered by kind. A thicker line between discs stands for more links, and discs with"
        " many links lie near each other; beyond that a place means nothing. {nodes} nodes in all."
        " Choose a dot to see what it is.",
    },
    "explore_whole_stage": {
        "zh": "整个图谱的图。方向键移动，加减号缩放，0 复原。同样的内容在下面的表中。",
        "en": "Drawing of the whole graph. Arrow keys move, plus and minus zoom, 0 fits. The table"
        " below has the same in numbers.",
    },
    "explore_whole_table": {"zh": "表：各部分有多少节点", "en": "Table: nodes of each part"},
    "explore_part": {"zh": "部分", "en": "Part"},
    "explore_total": {"zh": "合计", "en": "total"},
    "explore_open": {"zh": "以它为中心", "en": "Make it the centre"},
    "explore_chosen": {"zh": "选中的节点", "en": "Chosen node"},
    "explore_centre": {"zh": "中心节点", "en": "Centre"},
    "explore_choose_hint": {
        "zh": "点图中的节点，这里就显示它。",
        "en": "Choose a node in the drawing and it is shown here.",
    },
    "explore_around": {"zh": "它的周围", "en": "Around it"},
    "explore_hops": {"zh": "走几步", "en": "Links away"},
    "explore_hops_1": {"zh": "一步", "en": "one"},
    "explore_hops_2": {"zh": "两步", "en": "two"},
    "explore_kinds": {"zh": "显示的种类", "en": "Kinds shown"},
    "explore_drawn": {
        "zh": "图中有 {n} 个节点（含中心），{links} 条连线。",
        "en": "{n} nodes are drawn (with the centre) and {links} links.",
    },
    "explore_names": {
        "zh": "节点较多，放大后显示名称。",
        "en": "There are many; names are shown when you zoom in.",
    },
    "explore_cut": {
        "zh": "图中最多画 {most} 个节点，还有 {more} 个没有画出（{kinds}）。"
        "减少种类，或从下面的清单走近一步。",
        "en": "At most {most} nodes are drawn; {more} more are not ({kinds})."
        " Show fewer kinds, or take a step from the list below.",
    },
    "explore_undrawn": {
        "zh": "类型、状态等 {n} 条说明性的连线不画，在下面列出。",
        "en": "Links that only describe it, such as type and status ({n}), are not drawn but listed"
        " below.",
    },
    "explore_hidden": {
        "zh": "已隐藏：{kinds}。",
        "en": "Hidden: {kinds}.",
    },
    "explore_alone": {
        "zh": "除说明性的连线外，没有节点与它相连。",
        "en": "Nothing is linked with it, but for links that describe it.",
    },
    "explore_stage": {
        "zh": "{name} 周围的图。方向键在节点间走，回车选中，加减号缩放，0 复原。"
        "同样的内容在下面的清单中。",
        "en": "Drawing of what is around {name}. Arrow keys walk from node to node, Enter chooses,"
        " plus and minus zoom, 0 fits. The list below has the same.",
    },
    "explore_closer": {"zh": "放大", "en": "Zoom in"},
    "explore_farther": {"zh": "缩小", "en": "Zoom out"},
    "explore_fit": {"zh": "显示全部", "en": "Show all"},
    "explore_failed": {
        "zh": "绘图脚本没有载入（请用 kg serve 启动）。下面的清单内容相同。",
        "en": "The drawing could not be loaded (start with kg serve). The list below has the same.",
    },
    "explore_list": {"zh": "清单：图中的 {n} 个节点", "en": "List: the {n} nodes drawn"},
    "explore_out": {"zh": "它指向", "en": "What it points to"},
    "explore_in": {"zh": "指向它的", "en": "What points to it"},
    "explore_no_out": {"zh": "它不指向任何节点。", "en": "It points to nothing."},
    "explore_no_in": {"zh": "没有节点指向它。", "en": "Nothing points to it."},
    "explore_said": {"zh": "关于它的说明", "en": "What is said of it"},
    "explore_rests": {"zh": "依据的条文", "en": "The provisions it rests on"},
    "explore_words": {"zh": "条文", "en": "Its words"},
    "explore_more_provisions": {
        "zh": "另有 {n} 条，见下面的清单。",
        "en": "{n} more are in the list below.",
    },
    "explore_lacks": {"zh": "图谱没有{lang}名称", "en": "no {lang} name in the graph"},
    "lang_zh": {"zh": "中文", "en": "Chinese"},
    "lang_en": {"zh": "英文", "en": "English"},
    "explore_only": {"zh": "只有{lang}", "en": "in {lang} only"},
    "explore_read": {"zh": "阅读这一条", "en": "Read this article"},
    "explore_data": {"zh": "数据（RDF）", "en": "Data (RDF)"},
    "explore_page_of": {
        "zh": "第 {a}–{b} 个，共 {n} 个",
        "en": "{a}–{b} of {n}",
    },
    # --- kinds of nodes
    "kind_document": {"zh": "文件", "en": "document"},
    "kind_provision": {"zh": "条款", "en": "provision"},
    "kind_quote": {"zh": "引文", "en": "quotation"},
    "kind_norm": {"zh": "规范事实", "en": "fact"},
    "kind_rule": {"zh": "责任规则", "en": "rule"},
    "kind_question": {"zh": "未决问题", "en": "open question"},
    "kind_correspondence": {"zh": "新旧对应", "en": "correspondence"},
    "kind_mechanism": {"zh": "机制", "en": "mechanism"},
    "kind_procedure": {"zh": "程序", "en": "procedure"},
    "kind_power": {"zh": "清单条目", "en": "list item"},
    "kind_evidence": {"zh": "外部来源", "en": "outside source"},
    "kind_concept": {"zh": "代码", "en": "code"},
    "kind_term": {"zh": "本体术语", "en": "ontology term"},
    "kind_catalogue": {"zh": "目录", "en": "catalogue"},
    "kind_outside": {"zh": "其他词表", "en": "other vocabulary"},
}
