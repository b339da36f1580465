"""Words of the frame that every page stands in, and of what went wrong."""

WORDS: dict[str, dict[str, str]] = {
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
    "page_query": {"zh": "SPARQL 查询", "en": "SPARQL"},
    "language": {"zh": "语言", "en": "Language"},
    "zh": {"zh": "中文", "en": "中文"},
    "en": {"zh": "English", "en": "English"},
    "content": {"zh": "内容语言", "en": "Content"},
    "content_language": {"zh": "条文、标签的语言", "en": "Language of texts and labels"},
    "content_help": {
        "zh": "界面语言之外，另选条文和标签的语言。图谱没有该语言的，用另一种并说明。",
        "en": "Choose the language of texts and labels apart from the interface's. Where the graph"
        " has none in it, the other is shown and marked.",
    },
    "page_failed": {
        "zh": "本页出了软件故障，没有显示完；没有任何结论因此成立。请重新载入，或从菜单换一页；"
        "服务器的日志记有原因。",
        "en": "This page met a fault of the software and is not complete; nothing follows from it."
        " Load it again or take another page from the menu; the server's log has the cause.",
    },
    "search": {"zh": "检索", "en": "Search"},
    "search_hint": {
        "zh": "条文、事项、角色、案例、清单……例如：逮捕、第三十条、重大过失",
        "en": "provisions, matters, roles, cases, lists … e.g. arrest, art 30, gross negligence",
    },
    "search_kinds": {"zh": "种类", "en": "Kinds"},
    "search_failed": {"zh": "没有检索：", "en": "The search did not run:"},
    "search_shown": {
        "zh": "已显示 {shown} 条，共 {total} 条。",
        "en": "{shown} of {total} shown.",
    },
    "search_more": {"zh": "显示更多", "en": "Show more"},
    "content_same": {"zh": "同界面", "en": "as interface"},
    "receipt": {
        "zh": "图谱 {graph} · 版本 {version}",
        "en": "graph {graph} · version {version}",
    },
    "not_official": {
        "zh": "本回答由软件按公开文本推出，**非官方解释**。",
        "en": "Derived by software from public texts; **not an official interpretation**.",
    },
    # --- problems
    "cannot_answer": {
        "zh": "按这些事实无法作答：",
        "en": "With these facts there is no answer:",
    },
    "cannot_open": {
        "zh": "图谱无法打开：",
        "en": "The graph cannot be opened:",
    },
}
