"""Words of the page Powers."""

WORDS: dict[str, dict[str, str]] = {
    "page_powers": {"zh": "职权", "en": "Powers"},
    "powers_title": {"zh": "谁可以决定什么？", "en": "Who may decide what?"},
    "powers_intro": {
        "zh": "国家规定和各省清单，一项一项对照。所见清单都只有一部分：空白等于**不知道**，"
        "不等于无权；每一格都能打开依据。",
        "en": "The national texts and the provinces' lists, matter by matter. Every list that was"
        " seen is partial: a gap means **unknown**, never “no power”; every cell opens its reason.",
    },
    "powers_view": {"zh": "看法", "en": "View"},
    "powers_view_matrix": {"zh": "对照表", "en": "Matrix"},
    "powers_view_ask": {"zh": "问一项", "en": "One question"},
    "powers_view_lists": {"zh": "两份清单的不同", "en": "Two lists compared"},
    "powers_view_gaps": {"zh": "掌握情况和空白", "en": "Coverage and gaps"},
    "powers_ignored": {
        "zh": "地址中的这些部分无法识别，已按通常设置显示：{names}",
        "en": "These parts of the address are not known; the usual settings are shown: {names}",
    },
    "powers_cannot": {"zh": "无法回答：", "en": "There is no answer:"},
    # --- settings
    "powers_act": {"zh": "行为", "en": "Act"},
    "powers_level": {"zh": "检察院层级", "en": "Level"},
    "powers_on": {"zh": "日期", "en": "Day"},
    "powers_on_help": {
        "zh": "按这一天有效的文本和清单回答。",
        "en": "Answered by the texts and lists of this day.",
    },
    "powers_places": {"zh": "地域", "en": "Provinces"},
    "powers_place": {"zh": "地域", "en": "Province"},
    "powers_national": {"zh": "国家规定", "en": "National texts"},
    "powers_case": {"zh": "案情：类别和阶段", "en": "The case: classes and stage"},
    "powers_case_hint": {
        "zh": "没有说的就是不知道：取决于它的事项，回答会照实说。",
        "en": "What is not settled stays unknown; where an item turns on it, the answer says so.",
    },
    "powers_holds": {"zh": "属于", "en": "It is"},
    "powers_fails": {"zh": "不属于", "en": "It is not"},
    "powers_stage": {"zh": "阶段", "en": "Stage"},
    "powers_unsettled": {"zh": "未定", "en": "not settled"},
    "powers_find": {"zh": "找事项", "en": "Find a matter"},
    "powers_find_hint": {
        "zh": "中文或英文，同义词也可",
        "en": "Chinese or English, synonyms too",
    },
    "powers_rows": {"zh": "显示", "en": "Rows"},
    "powers_rows_said": {"zh": "有人说到的", "en": "somebody speaks"},
    "powers_rows_differ": {"zh": "各省不同的", "en": "provinces differ"},
    "powers_rows_from-national": {"zh": "与国家规定不同的", "en": "other than national"},
    "powers_rows_all": {"zh": "全部", "en": "all"},
    # --- the table
    "powers_count": {
        "zh": "显示 {shown} 项；共 {all} 项，其中 {said} 项有文本说到，{unsaid} 项没有一个文本说到"
        "（不知道）。",
        "en": "Rows: {shown}. Of {all} matters, the texts here speak of {said}; of {unsaid} none"
        " does (unknown).",
    },
    "powers_legend": {
        "zh": "● 省级清单事项　◇ 国家规定　▽ 未列事项规则　? 不知道。“所列案件”：国家规定只在"
        "一定类别的案件中写明决定者，类别未定就不知道。点一格看依据。只比较清单自己说到的；"
        "不知道与什么都不算不同。",
        "en": "● item of the provincial list · ◇ national text · ▽ residual rule · ? unknown."
        " “Listed cases”: the national text names a decider for some classes of cases only, and the"
        " class is not settled. Choose a cell for its reason. Only what lists say is compared;"
        " unknown differs from nothing.",
    },
    "powers_no_rows": {
        "zh": "没有这样的事项。请换一个词，或者显示“全部”。",
        "en": "There is no such matter. Try another word, or show “all”.",
    },
    "powers_matter": {"zh": "事项", "en": "Matter"},
    "powers_matter_help": {
        "zh": "可输入中文、英文或同义词查找。",
        "en": "Type Chinese, English or a synonym to find it.",
    },
    "powers_differs": {"zh": "不同", "en": "Differences"},
    "powers_provinces_differ": {"zh": "各省不同", "en": "provinces differ"},
    "powers_from_national": {"zh": "与国家规定不同", "en": "other than national"},
    "powers_unknown": {"zh": "? 不知道", "en": "? unknown"},
    "powers_unknown_some": {
        "zh": "?（所列案件 ◇ {who}）",
        "en": "? (listed cases ◇ {who})",
    },
    "powers_unknown_tile": {"zh": "? 所列案件 ◇", "en": "? listed cases ◇"},
    "powers_depends": {"zh": "（看案情）", "en": "(depends on the case)"},
    "powers_conflict": {"zh": "（规定不一致）", "en": "(items differ)"},
    "powers_alt": {
        "zh": "各事项由谁行使，按地域分列",
        "en": "Who may do this act, by matter and place",
    },
    "powers_csv": {"zh": "下载 CSV", "en": "Download CSV"},
    "powers_json": {"zh": "下载 JSON", "en": "Download JSON"},
    "powers_text": {"zh": "下载文字", "en": "Download text"},
    # --- reasons
    "powers_why": {"zh": "依据", "en": "The reason"},
    "powers_why_hint": {
        "zh": "在表中点一格，或者在这里选事项和地域。",
        "en": "Choose a cell of the table, or a matter and a place here.",
    },
    "powers_choose_cell": {"zh": "选一项", "en": "choose a matter"},
    "powers_open_ask": {
        "zh": "单独打开这个问题",
        "en": "Open this question on its own",
    },
    "powers_said_decide_decided": {"zh": "由{who}决定", "en": "decided by: {who}"},
    "powers_said_decide_stated": {"zh": "由{who}决定", "en": "decided by: {who}"},
    "powers_said_decide_depends": {
        "zh": "看案情；可能由{who}决定",
        "en": "depends on the case; possibly decided by: {who}",
    },
    "powers_said_decide_conflict": {
        "zh": "规定不一致：{who}",
        "en": "the items differ: {who}",
    },
    "powers_said_decide_unknown": {
        "zh": "不知道由谁决定",
        "en": "not known who decides",
    },
    "powers_said_act_stated": {"zh": "{act}：{who}", "en": "{act}: {who}"},
    "powers_said_act_depends": {
        "zh": "看案情；可能{act}：{who}",
        "en": "depends on the case; possibly {act}: {who}",
    },
    "powers_said_act_conflict": {"zh": "不一致，{act}：{who}", "en": "differ, {act}: {who}"},
    "powers_said_act_unknown": {
        "zh": "没有文本说到谁可以{act}（不知道）",
        "en": "no text here says who may do this: {act} (unknown)",
    },
    "powers_tier_provincial": {
        "zh": "依据层次：省级清单事项",
        "en": "Tier: item of the provincial list",
    },
    "powers_tier_baseline": {"zh": "依据层次：国家规定", "en": "Tier: national baseline"},
    "powers_tier_residual": {"zh": "依据层次：未列事项规则", "en": "Tier: residual rule"},
    "powers_tier_unknown": {
        "zh": "依据层次：没有，不知道",
        "en": "Tier: none; unknown",
    },
    "powers_confidence": {"zh": "（可信程度 {level}）", "en": " (confidence {level})"},
    "powers_items": {"zh": "所据事项", "en": "Items it rests on"},
    "powers_possible": {"zh": "另见（也可能适用）", "en": "See also (may apply)"},
    "powers_reserved": {
        "zh": "国家规定在这些案件中另有决定者",
        "en": "Cases for which the national texts name a decider",
    },
    "powers_turns_on": {"zh": "取决于：", "en": "Turns on: "},
    "powers_question": {"zh": "待定问题", "en": "Open question"},
    "powers_remarks": {"zh": "说明", "en": "Remarks"},
    "powers_words": {"zh": "条文原文", "en": "Words of the provisions"},
    "powers_nothing_said": {
        "zh": "没有文本说到这一格。这不等于无权。",
        "en": "No text here speaks of this. That does not mean “no power”.",
    },
    "powers_issued": {"zh": "印发 {day}", "en": "issued {day}"},
    "powers_undated": {"zh": "日期不知道", "en": "date unknown"},
    "powers_source_item": {"zh": "原编号 {item}", "en": "number in the source: {item}"},
    "powers_item_confidence": {"zh": "可信程度 {level}", "en": "confidence {level}"},
    "powers_coverage_whole": {"zh": "见到全文", "en": "seen whole"},
    "powers_coverage_partial": {"zh": "只见一部分", "en": "seen in part"},
    "powers_coverage_unseen": {"zh": "未见内容", "en": "content not seen"},
    "powers_everywhere": {
        "zh": "同一事项，各省如何",
        "en": "The same matter in every province",
    },
    "powers_everywhere_hint": {
        "zh": "按国家标准地区代码排列，不是地图。粗边：该省清单自己说到。点一省，改问该省。",
        "en": "In the order of the national area codes; not a map. Thick edge: the province's own"
        " list speaks. Choose a tile to ask there.",
    },
    # --- two lists
    "powers_old": {"zh": "第一份", "en": "First list"},
    "powers_new": {"zh": "第二份", "en": "Second list"},
    "powers_differences": {"zh": "{n} 处不同。", "en": "Differences: {n}."},
    "powers_differences_alt": {
        "zh": "两份清单的不同，一行一格",
        "en": "How the lists differ, a line a cell",
    },
    "powers_partial": {
        "zh": "至少一份不是全文：只见于一份的，可能写在另一份未见的部分。",
        "en": "One of them is not whole: what only one gives may stand in the other's unseen part.",
    },
    "powers_line": {"zh": "业务", "en": "Business line"},
    "powers_range": {"zh": "阶段、范围、条件", "en": "Stage, range, condition"},
    "powers_actor": {"zh": "主体", "en": "Actor"},
    "powers_only": {"zh": "仅限", "en": "only "},
    "powers_but": {"zh": "除外：", "en": "except "},
    # --- coverage and gaps
    "powers_known": {"zh": "各省清单掌握多少", "en": "How much of each province's lists is here"},
    "powers_known_hint": {
        "zh": "按国家标准地区代码排列，不是地图。粗边：见到清单事项。没有清单，是这里没有，"
        "不是该省没有。",
        "en": "In the order of the national area codes; not a map. Thick edge: items were seen."
        " “No list” means none here, not that the province has none.",
    },
    "powers_no_list": {"zh": "这里没有清单", "en": "no list here"},
    "powers_unseen": {"zh": "知道有，未见内容", "en": "known, not seen"},
    "powers_rows_seen": {"zh": "见到 {n} 项", "en": "rows seen: {n}"},
    "powers_shares": {"zh": "委托给检察官的比例", "en": "Share of decisions delegated"},
    "powers_shares_hint": {
        "zh": "只算见到的部分：清单给出决定权的格数中，给检察官或者主办检察官的占多少。"
        "各省所见不同，不能互比高低。",
        "en": "Of the part seen only: of the cells that give a decision, how many give it to a"
        " procurator or lead procurator. The parts seen differ, so the shares do not rank"
        " provinces.",
    },
    "powers_list": {"zh": "清单", "en": "List"},
    "powers_decisions": {"zh": "决定", "en": "Decisions"},
    "powers_to_procurators": {"zh": "给检察官的", "en": "To procurators"},
    "powers_percent": {"zh": "比例", "en": "Share"},
    "powers_seen": {"zh": "掌握", "en": "Seen"},
    "powers_silent": {"zh": "没有说到的事项", "en": "What a province does not say"},
    "powers_silent_count": {
        "zh": "{place}清单见到的部分没有说到 {n} 项别处说到的事项。没有说到等于不知道。",
        "en": "{place}: the part seen does not name {n} matters that others name. Not named means"
        " unknown.",
    },
    "powers_silent_unseen": {
        "zh": "没有见到{place}清单的内容，别处说到的 {n} 项都不知道。",
        "en": "{place}: no content of a list was seen; all {n} matters that others name are"
        " unknown.",
    },
    "powers_spoken": {"zh": "说到它的文本", "en": "Texts that name it"},
}
