"""Words of the page About."""

WORDS: dict[str, dict[str, str]] = {
    "page_about": {"zh": "关于", "en": "About"},
    "about_title": {
        "zh": "这是什么，凭什么，不是什么",
        "en": "What this is, what it rests on, what it is not",
    },
    "about_parts": {"zh": "部分", "en": "Part"},
    "part_notice": {"zh": "说明与引用", "en": "Notice and citation"},
    "part_coverage": {"zh": "收录台账", "en": "Coverage"},
    "part_sources": {"zh": "来源", "en": "Sources"},
    "part_open": {"zh": "未决问题", "en": "Open questions"},
    "part_licences": {"zh": "许可", "en": "Licences"},
    # --- notice
    "notice_head": {"zh": "不是官方解释", "en": "No official interpretation"},
    "notice_text": {
        "zh": "本图谱由一个与任何机关无关的项目按公开文本编写，回答由软件推出。**它不是官方解释，"
        "不是法律意见，不能代替阅读条文。**"
        "每个回答都列出所依据的条文原文；条文没有说的写明沉默，没有见到的写明未知。"
        "请核对原文再使用。",
        "en": "This graph is made from public texts by a project that belongs to no organ, and its"
        " answers are derived by software. **It is no official interpretation and no legal advice,"
        " and it does not replace reading the provisions.** Every answer lists the words it rests"
        " on; where the texts are silent it says so, and what was not seen is called unknown. Check"
        " the words before you rely on them.",
    },
    "notice_unknown": {
        "zh": "**未知不是“否”。** 没有认定的事实、没有见到的文本、没有编入的内容，都作为未知显示。",
        "en": "**Unknown is never “no”.** Facts that nobody found, texts that were not seen and"
        " what"
        " is not encoded are shown as unknown.",
    },
    "receipt_head": {"zh": "回答的凭据", "en": "The receipt of an answer"},
    "receipt_text": {
        "zh": "同样的图谱、规则和查询给出同样的回答。引用回答时请写明这些值，"
        "别人就能查到同一个状态。",
        "en": "The same graph, rules and queries give the same answer. State these values with an"
        " answer, and others can find the same state.",
    },
    "receipt_version": {"zh": "软件版本", "en": "Version of the software"},
    "receipt_graph": {
        "zh": "图谱（排序后 N-Quads 的 sha256）",
        "en": "Graph (sha256 of the sorted N-Quads)",
    },
    "receipt_content": {"zh": "内容文件和代码", "en": "Content files and code"},
    "receipt_rules": {"zh": "{n} 条规则", "en": "{n} rules"},
    "receipt_questions": {"zh": "{n} 个目录查询", "en": "{n} catalogue queries"},
    "receipt_built": {"zh": "构建时间", "en": "Built"},
    "cite_head": {"zh": "怎样引用", "en": "How to cite"},
    "cite_text": {
        "zh": "没有 DOI，也不编造；图谱的 sha256 指明所引的状态。引用条文时，"
        "请引条文本身和它的出处，而不是本图谱。",
        "en": "There is no DOI and none is made up; the sha256 says which state is cited. For a"
        " provision, cite the provision and its source rather than this graph.",
    },
    "kept_head": {"zh": "服务器保存什么", "en": "What is kept on the server"},
    "kept_text": {
        "zh": "什么也不保存。没有账户，没有使用统计，不向外发任何请求。"
        "您选的事实和上传的文件只在本次访问的内存里，关闭页面后即消失。"
        "网址里写有您所选的内容：转发链接就是转发它们。",
        "en": "Nothing. There are no accounts and no usage statistics, and no request leaves the"
        " server. What you choose or upload stays in memory for your visit and is gone when you"
        " close the page. The address holds what you chose: to pass a link on is to pass that on.",
    },
    # --- coverage
    "ledger_head": {"zh": "每一句的着落", "en": "What became of every sentence"},
    "ledger_text": {
        "zh": "所收文本共 {all} 句和转述：{encoded} 句已编码，{out} 句不设权责（各有理由），"
        "{missing} 句文本缺失，"
        "{unaccounted} 句未交代。",
        "en": "The texts hold {all} sentences and restatements: {encoded} encoded, {out} set no"
        " power"
        " or duty (each with its reason), {missing} missing in the text, {unaccounted}"
        " unaccounted.",
    },
    "ledger_source": {"zh": "文件", "en": "text"},
    "state_encoded": {"zh": "已编码", "en": "encoded"},
    "state_out-of-scope": {"zh": "不编码", "en": "out of scope"},
    "state_missing": {"zh": "缺文", "en": "missing"},
    "state_unaccounted": {"zh": "未交代", "en": "unaccounted"},
    "ledger_share": {"zh": "有着落", "en": "accounted for"},
    "ledger_nothing": {"zh": "无句可计", "en": "no sentences"},
    "ledger_missing_head": {"zh": "缺失的文本", "en": "Missing texts"},
    "ledger_missing_text": {
        "zh": "下列条款没有可核实的文字，也没有据外部出处补述。本图谱对它们不作任何回答，"
        "不从记忆补写。",
        "en": "These provisions have no verified words and were not restored from elsewhere. The"
        " graph"
        " answers nothing on them and fills no gap from memory.",
    },
    "ledger_missing_none": {"zh": "没有。", "en": "None."},
    "ledger_choose": {"zh": "逐条看一份文件", "en": "One text, article by article"},
    "ledger_article": {"zh": "条", "en": "article"},
    "ledger_status": {"zh": "文本状态", "en": "state of the text"},
    "ledger_facts": {"zh": "规范事实", "en": "facts"},
    "ledger_reasons": {
        "zh": "不编码的句子及理由（{n}）",
        "en": "Sentences out of scope, with reasons ({n})",
    },
    # --- sources
    "sources_text": {
        "zh": "{n} 份文件。日期、状态、可信程度都取自图谱；没有记载的写“未记载”。",
        "en": "{n} texts. Dates, states and confidence come from the graph; what it does not record"
        " is said to be not recorded.",
    },
    "source_document": {"zh": "落款", "en": "dated"},
    "source_publication": {"zh": "发布", "en": "published"},
    "source_in_force": {"zh": "施行", "en": "in force from"},
    "source_end": {"zh": "失效", "en": "until"},
    "source_unrecorded": {"zh": "未记载", "en": "not recorded"},
    "source_number": {"zh": "文号", "en": "number"},
    "source_status": {"zh": "状态", "en": "status"},
    "source_certainty": {"zh": "日期", "en": "dates"},
    "source_texts": {"zh": "条款文本", "en": "provisions by text"},
    "source_facts": {"zh": "事实的可信程度", "en": "facts by confidence"},
    "source_licence": {"zh": "许可", "en": "licence"},
    "sources_lists": {"zh": "已知的权力清单", "en": "Known power lists"},
    "sources_outside": {"zh": "事实所据的外部出处", "en": "Outside sources of facts"},
    # --- open questions
    "open_text": {
        "zh": "条文留下 {n} 个未决问题。两种（或更多）读法并列，没有人替您选；图谱按哪一种计算，"
        "读法中写明。",
        "en": "The texts leave {n} points open. The readings stand side by side and nobody has"
        " chosen"
        " for you; where the graph works with one of them, that reading says so.",
    },
    "open_search": {"zh": "找（中英文都查）", "en": "Find (both languages)"},
    "open_none": {
        "zh": "没有含“{words}”的未决问题。没有记下不等于条文没有疑问。",
        "en": "No open question holds “{words}”. That is not to say that the texts leave no doubt.",
    },
    # --- licences
    "licences_own": {"zh": "本项目", "en": "This project"},
    "licences_own_text": {
        "zh": "代码、内容和所供文件的权利各不相同：",
        "en": "Code, content and the supplied documents have rights of their own:",
    },
    "licences_vendored": {"zh": "随附的第三方文件", "en": "Third-party files that are shipped"},
    "licences_vendored_none": {
        "zh": "没有随附第三方的网页文件。",
        "en": "No third-party files are shipped with the pages.",
    },
    "licences_libraries": {"zh": "所用的 Python 库", "en": "Python libraries in use"},
    "licences_libraries_text": {
        "zh": "各库自己声明的许可。",
        "en": "The licences as the libraries declare them.",
    },
    "library": {"zh": "库", "en": "library"},
    "library_version": {"zh": "版本", "en": "version"},
    "library_licence": {"zh": "许可", "en": "licence"},
}
