"""Words of the page to learn from."""

WORDS: dict[str, dict[str, str]] = {
    "page_learn": {"zh": "学习", "en": "Learn"},
    "learn_title": {"zh": "学习", "en": "Learn"},
    "learn_part": {"zh": "部分", "en": "Part"},
    "learn_exercises": {"zh": "练习", "en": "Exercises"},
    "learn_story": {"zh": "2024年改了什么", "en": "What changed in 2024"},
    "learn_glossary": {"zh": "术语", "en": "Glossary"},
    "learn_tour": {"zh": "导览", "en": "Tour"},
    "learn_working": {"zh": "正在推算……", "en": "Working it out…"},
    # --- exercises
    "learn_progress": {
        "zh": "本次访问：完成 {n}/{total} 个练习，{asked} 项判断中 {right} 项与推算一致。",
        "en": "This visit: {n} of {total} exercises done; {right} of {asked} decisions agree.",
    },
    "learn_exercise": {"zh": "练习", "en": "Exercise"},
    "learn_decide": {"zh": "先由你判断", "en": "You decide first"},
    "learn_decide_hint": {
        "zh": "对每个人的每种责任选一项。没有认定的事实不能当作“没有”；"
        "条文没有说的，选“条文未规定”。",
        "en": "Choose one for each person and kind. What nobody found is not “no”;"
        " where the texts say nothing, choose “the texts are silent”.",
    },
    "learn_silent": {"zh": "条文未规定", "en": "the texts are silent"},
    "learn_compare": {"zh": "与推算比较", "en": "Compare with the engine"},
    "learn_compare_help": {"zh": "请先全部作出判断。", "en": "Decide all of them first."},
    "learn_hint": {"zh": "提示（{n}/{total}）", "en": "Hint ({n} of {total})"},
    "learn_hint_provisions": {
        "zh": "要看的条文：{text}",
        "en": "The provisions to look at: {text}",
    },
    "learn_no_provision": {"zh": "没有可看的条文", "en": "there is none to look at"},
    "learn_again": {"zh": "重做", "en": "Start over"},
    "learn_answer": {"zh": "推算结果与理由", "en": "What the engine says, and why"},
    "learn_score": {
        "zh": "{asked} 项中 {right} 项一致。",
        "en": "{right} of {asked} agree.",
    },
    "learn_right": {"zh": "✓ 一致", "en": "✓ You agree"},
    "learn_differs": {"zh": "≠ 不一致", "en": "≠ You differ"},
    "learn_yours": {"zh": "你的判断：{outcome}", "en": "your decision: {outcome}"},
    "learn_open": {
        "zh": "这个回答涉及 {n} 个未决问题：条文有不同读法，不一致不一定是你错。",
        "en": "This answer touches open questions ({n}): the texts admit several readings,"
        " so to differ is not always to be wrong.",
    },
    "learn_next": {"zh": "下一个练习", "en": "Next exercise"},
    "learn_try": {"zh": "→ 改动这个案例的事实", "en": "→ Change the facts of this case"},
    # --- what changed
    "story_title": {"zh": "2024年改了什么", "en": "What changed in 2024"},
    "story_in_all": {
        "zh": "图谱记录了2015年文本与其后文本之间的 {n} 组条文对应",
        "en": "The graph holds {n} correspondences between the text of 2015 and what followed",
    },
    "story_count": {"zh": "{kind} {n}", "en": "{kind} {n}"},
    "story_sum": {"zh": "{all}：{parts}。", "en": "{all}: {parts}."},
    "story_hint": {
        "zh": "以下由图谱中的条文对应、规范和规则生成，可点开条文核对。",
        "en": "What follows is made from the correspondences, norms and rules of the graph;"
        " open the words to check it.",
    },
    "story_chapters": {"zh": "变化种类", "en": "Kinds of change"},
    "story_liability": {"zh": "哪些案例结论不同", "en": "Cases that come out otherwise"},
    "story_nature": {
        "zh": "规范种类：{before} → {after}",
        "en": "Nature of the norm: {before} → {after}",
    },
    "story_role_old": {"zh": "只有旧文本指明：{roles}", "en": "Addressed only before: {roles}"},
    "story_role_new": {"zh": "只有新文本指明：{roles}", "en": "Addressed only now: {roles}"},
    "story_nothing": {"zh": "— 没有对应条文", "en": "— no counterpart"},
    "story_cases": {
        "zh": "{total} 个教学案例放到两份文本之下（不问日期），"
        "{n} 个在司法责任或者监督管理责任上不同：",
        "en": "Of {total} teaching cases under each text, whatever their dates, {n} differ in"
        " judicial or supervision responsibility:",
    },
    "story_case_line": {"zh": "{place}：{old} → {new}", "en": "{place}: {old} → {new}"},
    "story_no_extent": {"zh": "未限定范围", "en": "no extent given"},
    # --- glossary
    "glossary_drift": {"zh": "用语的变化", "en": "Terms that drifted"},
    "glossary_drift_hint": {
        "zh": "同一件事，两份文本用语不同。",
        "en": "One matter, another word in the newer text.",
    },
    "glossary_words": {"zh": "新旧原文", "en": "The words, old and new"},
    "glossary_terms": {"zh": "术语表", "en": "All terms"},
    "glossary_search": {
        "zh": "查找（中英文均可）",
        "en": "Find (Chinese or English)",
    },
    "glossary_group": {"zh": "类别", "en": "Group"},
    "glossary_all": {"zh": "全部", "en": "All"},
    "glossary_classes": {"zh": "本体的类", "en": "Classes of the ontology"},
    "glossary_none": {
        "zh": "没有符合的术语；请换一个词，或者选“全部”。",
        "en": "No term fits; try another word, or the group “All”.",
    },
    "glossary_count": {"zh": "{n} 个术语", "en": "Terms: {n}"},
    "glossary_more": {"zh": "显示其余 {n} 个", "en": "Show the other {n}"},
    "glossary_defined": {
        "zh": "条文自己作出的界定（{n}）",
        "en": "What the legal texts define themselves ({n})",
    },
    # --- tour
    "tour_title": {"zh": "跟着一条条文走", "en": "Follow one article through the graph"},
    "tour_hint": {
        "zh": "从原文到事实、规则、案例：每一步都列出图谱中真有的内容。",
        "en": "From its words to facts, rules and cases: each step lists what is in the graph.",
    },
    "tour_article": {"zh": "条文", "en": "Article"},
    "tour_words": {"zh": "原文", "en": "The words"},
    "tour_words_text": {
        "zh": "一切从条文原文开始；缺失的部分直说缺失。",
        "en": "Everything begins with the words; what the copy lacks is said to be missing.",
    },
    "tour_norms": {"zh": "规范事实", "en": "The facts bound to it"},
    "tour_norms_text": {
        "zh": "条文里的每一项权力、职责、责任，都绑定到一段引文。",
        "en": "Each power, duty and liability in it is bound to a quote.",
    },
    "tour_changes": {"zh": "新旧对应", "en": "Its counterpart"},
    "tour_changes_text": {
        "zh": "与另一份文本的对应，以及变化的种类。",
        "en": "What it corresponds to in the other text, and how that changed.",
    },
    "tour_rules": {"zh": "规则", "en": "The rules"},
    "tour_rules_text": {
        "zh": "依据这一条、可以对案件作答的规则。",
        "en": "What answers cases on the ground of this article.",
    },
    "tour_cases": {"zh": "案例", "en": "The cases"},
    "tour_cases_text": {
        "zh": "回答中引用这一条的教学案例。",
        "en": "The teaching cases whose answer cites it.",
    },
    "tour_questions": {"zh": "未决问题", "en": "What it leaves open"},
    "tour_questions_text": {
        "zh": "条文没有说清、有不同读法的地方。",
        "en": "Where it admits several readings.",
    },
    "tour_on": {"zh": "继续", "en": "Where to go on"},
    "tour_on_text": {
        "zh": "接下来可以看权力清单，检查自己的文件，或者自己提问。",
        "en": "Look at the power lists, check files of your own, or ask your own questions.",
    },
    "tour_nothing": {"zh": "— 图谱中没有。", "en": "— nothing in the graph."},
}
