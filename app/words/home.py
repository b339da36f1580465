"""Words of the front page."""

WORDS: dict[str, dict[str, str]] = {
    "page_home": {"zh": "首页", "en": "Home"},
    "home_what": {
        "zh": "检察官、检察长、检察委员会、部门负责人、辅助人员：各自可以决定什么，"
        "决定被改变或者出了错由谁负责。每个回答都引用条文原文；条文没有说的，直说没有；"
        "尚未认定的，不当作“没有”。",
        "en": "Procurators, chief procurators, committees, heads of departments, support staff:"
        " what each may decide, and who answers when a decision is altered or goes wrong."
        " Every answer quotes the provision; where the texts are silent, it says so;"
        " what nobody has found is never taken for “no”.",
    },
    "home_question": {
        "zh": "决定被改变后，由谁承担责任？",
        "en": "Who bears responsibility when a decision is altered?",
    },
    "home_question_hint": {
        "zh": "选一个情形，说一说改变后的决定如何，看谁承担、依据哪一条。",
        "en": "Choose a situation, say how the decision turned out, and see who bears what.",
    },
    "home_result": {"zh": "改变后的决定", "en": "The altered decision"},
    "home_fault": {"zh": "改变者的过错", "en": "Fault of who altered it"},
    "home_when": {"zh": "发生时间", "en": "When it happened"},
    "home_year_2018": {"zh": "2018年（2015年意见）", "en": "2018 (Opinions of 2015)"},
    "home_year_2025": {"zh": "2025年（2024年意见）", "en": "2025 (Opinions of 2024)"},
    "home_answer": {"zh": "看回答", "en": "Show the answer"},
    "home_doors": {"zh": "从哪里开始", "en": "Where to begin"},
    "home_in_it": {"zh": "图谱里有什么", "en": "What is in the graph"},
    "home_accounted": {
        "zh": "各文本共 {sentences} 句（含转述），每句都有着落：{encoded} 句已编码，"
        "{out} 句不设权责，{missing} 句文本缺失，未交代的 {unaccounted} 句。",
        "en": "The texts hold {sentences} sentences and restatements, each accounted for: {encoded}"
        " encoded, {out} set no power or duty, {missing} missing in the text,"
        " {unaccounted} unaccounted.",
    },
    "home_built": {
        "zh": "最近一次构建：{day}，{quads} 条四元组。",
        "en": "Last build: {day}, {quads} quads.",
    },
    "count_sources": {"zh": "文件和规范", "en": "texts"},
    "count_provisions": {"zh": "条款", "en": "provisions"},
    "count_norms": {"zh": "规范事实", "en": "facts"},
    "count_rules": {"zh": "责任规则", "en": "rules"},
    "count_items": {"zh": "清单条目", "en": "list items"},
    "count_cases": {"zh": "教学案例", "en": "teaching cases"},
    "count_questions": {"zh": "问题", "en": "questions"},
    "door_learn": {"zh": "学习", "en": "Learn"},
    "door_learn_text": {
        "zh": "走一遍案例，改动事实看结论怎样翻转，读条文，跟着关系走。",
        "en": "Walk through a case, change a fact and see what flips, read the words,"
        " follow the links.",
    },
    "door_research": {"zh": "研究", "en": "Research"},
    "door_research_text": {
        "zh": "对照两份文本和各省清单，用现成问题或 SPARQL 提问，导出数据。",
        "en": "Compare the two texts and the provinces, use ready questions or SPARQL,"
        " take the data with you.",
    },
    "door_check": {"zh": "检查", "en": "Check"},
    "door_check_text": {
        "zh": "上传权力清单或案件文件，看每一处问题在哪一格、违反哪一条。",
        "en": "Upload power lists or case files and see each finding: which cell, which provision.",
    },
}
