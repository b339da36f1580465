"""Words of the page Read."""

WORDS: dict[str, dict[str, str]] = {
    "page_read": {"zh": "阅读", "en": "Read"},
    "read_title": {"zh": "阅读文件", "en": "Read the documents"},
    "read_hint": {
        "zh": "逐条阅读：原文、转述、从每句话得出的事实、新旧对应、依据它的规则和未决问题。"
        "没有原文的，直说没有。",
        "en": "Article by article: the words, a restatement, the facts taken from each sentence,"
        " the older and newer counterpart, the rules that rest on it, and what it leaves open."
        " Where there are no words, it says so.",
    },
    "read_document": {"zh": "文件", "en": "Document"},
    "read_article": {"zh": "条", "en": "Article"},
    "read_jump": {"zh": "跳到（可输入条号）", "en": "Go to (type a number)"},
    "read_before": {"zh": "上一条", "en": "Previous"},
    "read_after": {"zh": "下一条", "en": "Next"},
    "read_contents": {"zh": "目录（{n} 条）", "en": "Contents ({n})"},
    "read_all": {"zh": "全部文件", "en": "All documents"},
    "read_unknown": {
        "zh": "没有条文“{provision}”。请核对地址，或从下面选择。",
        "en": "There is no provision “{provision}”. Check the address, or choose below.",
    },
    "read_with_words": {"zh": "有原文", "en": "With words of their own"},
    "read_without_words": {
        "zh": "没有供给原文，只有据外部来源转述的事实",
        "en": "No words were supplied; only facts restated from outside sources",
    },
    "read_articles": {"zh": "{n} 条", "en": "articles: {n}"},
    "date_document": {"zh": "制定", "en": "signed"},
    "date_publication": {"zh": "公布", "en": "published"},
    "date_in_force": {"zh": "施行", "en": "in force from"},
    "date_end": {"zh": "失效", "en": "ended"},
    "read_words": {"zh": "原文", "en": "The words"},
    "read_language_zh": {"zh": "中文原文", "en": "Chinese original"},
    "read_language_en": {
        "zh": "所供文本是英文译本，不是原文",
        "en": "supplied in an English translation, not the original",
    },
    "read_status_complete": {"zh": "文本完整。", "en": "The text is complete."},
    "read_status_partial": {
        "zh": "所供文本不完整：有的句、项缺文，缺处已标出。",
        "en": "The supplied text is not complete: sentences or items are missing and marked so.",
    },
    "read_status_missing": {
        "zh": "所供文本缺这一条：图谱没有它的文字，也不推测它写了什么。",
        "en": "The supplied text lacks this article: the graph has no words of it and does not"
        " guess what it says.",
    },
    "read_status_restored": {
        "zh": "没有供给这一条的原文。下列事实转述自外部来源，不是原文。",
        "en": "No words of this article were supplied. The facts below are restated from outside"
        " sources; they are not its words.",
    },
    "read_gap": {
        "zh": "〔{number}：所供文本缺文〕",
        "en": "[{number}: missing in the supplied text]",
    },
    "read_gap_restored": {
        "zh": "〔{number}：所供文本缺文，据外部来源转述，见 {facts}〕",
        "en": "[{number}: missing in the supplied text, restated from outside sources: {facts}]",
    },
    "read_here": {"zh": "所指的部分", "en": "the part that the link means"},
    "read_marks": {
        "zh": "有底色的文字是某个事实所引的话，方括号里是它的序号；没有底色的没有被任何事实引用。",
        "en": "Shaded words are quoted by a fact, whose number follows in brackets; words without"
        " shade are quoted by none.",
    },
    "read_facts": {"zh": "从中得出的事实（{n}）", "en": "Facts taken from it ({n})"},
    "read_no_facts": {
        "zh": "没有从这一条得出事实。",
        "en": "No fact was taken from this article.",
    },
    "read_from_outside": {
        "zh": "据外部来源 {keys}，可信度{confidence}，非原文",
        "en": "from outside sources {keys}, confidence {confidence}, not the words",
    },
    "read_quoted": {"zh": "引文在上文标出", "en": "quote marked above"},
    "read_restatement": {"zh": "转述", "en": "Restatement"},
    "read_restatement_hint": {
        "zh": "本项目的话，不是原文。",
        "en": "In this project's words, not the law's.",
    },
    "read_no_restatement": {"zh": "没有转述。", "en": "There is no restatement."},
    "read_counterparts": {"zh": "新旧对应（{n}）", "en": "Older and newer counterparts ({n})"},
    "read_no_counterparts": {
        "zh": "图谱没有记录它的新旧对应。",
        "en": "The graph records no older or newer counterpart.",
    },
    "read_old": {"zh": "旧", "en": "Older"},
    "read_new": {"zh": "新", "en": "Newer"},
    "read_none_old": {"zh": "旧文本没有对应。", "en": "Nothing in the older text."},
    "read_none_new": {"zh": "新文本没有对应。", "en": "Nothing in the newer text."},
    "read_compared": {
        "zh": "~~删除线~~：只在旧文本；**加粗**：只在新文本。其余两边相同。",
        "en": "~~Struck out~~: in the older only; **bold**: in the newer only; the rest is the"
        " same.",
    },
    "read_two_languages": {
        "zh": "一边是中文，一边是英文译本，不能逐字比较，请看上面的说明。",
        "en": "One side is Chinese and the other an English translation, so words cannot be"
        " compared; go by the reason above.",
    },
    "read_one_missing": {
        "zh": "至少一边缺文（{what}），不能逐字比较。",
        "en": "At least one side lacks words ({what}), so they cannot be compared.",
    },
    "read_no_words": {"zh": "没有文字。", "en": "No words."},
    "read_enforced": {
        "zh": "依据它的规则和校验（{n}）",
        "en": "Rules and checks that enforce it ({n})",
    },
    "read_not_enforced": {
        "zh": "没有规则或校验依据这一条。",
        "en": "No rule or check rests on this article.",
    },
    "read_rule": {"zh": "责任规则", "en": "rule"},
    "read_shape": {"zh": "校验", "en": "check"},
    "read_rests": {"zh": "依据 {what}", "en": "rests on {what}"},
    "read_questions": {"zh": "未决问题（{n}）", "en": "Open questions ({n})"},
    "read_no_questions": {"zh": "没有记录未决问题。", "en": "No open question is recorded."},
    "read_readings": {"zh": "读法", "en": "Readings"},
    "read_cites": {"zh": "它引用的文件", "en": "What it cites"},
    "read_not_in_graph": {"zh": "不在图谱中", "en": "not in the graph"},
    "read_cited_by": {"zh": "引用它的条文", "en": "Provisions that cite it"},
    "read_others": {"zh": "还以它为依据的（{n}）", "en": "What else rests on it ({n})"},
    "read_in_graph": {"zh": "在图谱中看它的周围", "en": "See what is around it in the graph"},
    # --- 2015 beside 2024
    "read_beside": {"zh": "2015 与 2024 对照", "en": "2015 beside 2024"},
    "read_beside_hint": {
        "zh": "两份意见的每处对应，按 2024 年的条序；最后是 2024 年没有的。",
        "en": "Every correspondence between the two Opinions in the order of 2024; what 2024 no"
        " longer has stands last.",
    },
    "read_change": {"zh": "变化", "en": "Change"},
    "read_beside_none": {
        "zh": "没有选中任何变化种类。",
        "en": "No kind of change is chosen.",
    },
    "read_page_of": {"zh": "第 {a}–{b} 处，共 {n} 处", "en": "{a}–{b} of {n}"},
    "read_whole": {"zh": "整份文件", "en": "The whole document"},
}
