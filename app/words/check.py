"""Words of the page Check."""

WORDS: dict[str, dict[str, str]] = {
    "page_check": {"zh": "校验", "en": "Check"},
    "check_title": {"zh": "校验职权清单和案件文件", "en": "Check power lists and case files"},
    "check_intro": {
        "zh": "上传一个或多个文件，看每一处问题在哪一格、哪一行，违反哪一条，怎么改。"
        "清单对照2024年意见检查，案件文件检查结构和权限。",
        "en": "Upload one or more files and see each finding: the cell or line, the provision, what"
        " to do. Lists are measured against the 2024 Opinions, case files by structure and"
        " competence.",
    },
    "check_kept": {
        "zh": "文件不留存：校验时放在临时文件夹，完成、出错或者中止后立即删除；"
        "结果只在本次访问的内存里。"
        "一次最多 {files} 个文件，每个 {each} MB，共 {total} MB。",
        "en": "Nothing is kept: files lie in a temporary folder while they are checked and are"
        " deleted at once, also after an error or a stop; the result stays in the memory of this"
        " visit. At most {files} files at once, {each} MB each, {total} MB together.",
    },
    "check_upload": {"zh": "文件", "en": "Files"},
    "check_choose": {"zh": "选择文件", "en": "Choose files"},
    "check_kinds": {
        "zh": "清单：xlsx，或模板的 CSV（同时上传的 CSV 合为一份清单）。案件：yaml、json、ndjson。"
        "RDF：ttl、trig、nt、nq、jsonld、rdf。也可以把文件拖到这里。",
        "en": "Lists: xlsx, or the template's CSV files (uploaded together they are one list)."
        " Cases: yaml, json, ndjson. RDF: ttl, trig, nt, nq, jsonld, rdf. Files can be dropped"
        " here.",
    },
    "check_paste": {"zh": "或者粘贴文字", "en": "Or paste text"},
    "check_paste_kind": {"zh": "文字的格式", "en": "Form of the text"},
    "check_kind_yaml": {"zh": "案件 YAML", "en": "case YAML"},
    "check_kind_json": {"zh": "案件 JSON", "en": "case JSON"},
    "check_kind_ndjson": {"zh": "案件 NDJSON", "en": "cases NDJSON"},
    "check_kind_ttl": {"zh": "RDF Turtle", "en": "RDF Turtle"},
    "check_kind_csv": {"zh": "清单 CSV（事项表）", "en": "list CSV (items)"},
    "check_text": {"zh": "文字", "en": "Text"},
    "check_run": {"zh": "校验", "en": "Check"},
    "check_empty": {
        "zh": "没有可校验的内容。请选择文件或者粘贴文字。",
        "en": "There is nothing to check. Choose files or paste text.",
    },
    "check_template": {"zh": "空白模板：", "en": "Empty template:"},
    "check_template_xlsx": {"zh": "工作簿（xlsx）", "en": "workbook (xlsx)"},
    "check_template_csv": {"zh": "CSV（zip）", "en": "CSV (zip)"},
    "check_samples": {"zh": "用有错误的样本试一试", "en": "Try it with a faulty sample"},
    "check_sample_law": {
        "zh": "**清单，规定有冲突**：把重大案件的抗诉交给检察官、部门负责人改变意见、"
        "一个事项两个决定者……",
        "en": "**A list at odds with the law**: protests in major cases left to a procurator, a"
        " department head changing opinions, two deciders for one matter …",
    },
    "check_sample_form": {
        "zh": "**清单，填写有误**：代码、日期、编号写错，缺少事项。",
        "en": "**A list filled in wrongly**: wrong codes, dates and ids, a missing matter.",
    },
    "check_sample_cases": {
        "zh": "**三十个虚构案件**（NDJSON），一部分有错。",
        "en": "**Thirty invented cases** (NDJSON), some with faults.",
    },
    "check_try": {"zh": "校验它", "en": "Check it"},
    "check_get": {"zh": "下载", "en": "Download"},
    # --- running
    "check_starting": {"zh": "正在启动校验进程……", "en": "Starting the checking process …"},
    "check_at": {
        "zh": "正在校验 {name}（已完成 {done}/{total}），{seconds} 秒",
        "en": "Checking {name} (done {done}/{total}), {seconds} s",
    },
    "check_waiting": {
        "zh": "{done}/{total}，{seconds} 秒",
        "en": "{done}/{total}, {seconds} s",
    },
    "check_stop": {"zh": "中止", "en": "Stop"},
    "check_was_stopped": {
        "zh": "已中止；文件已删除，没有结果。",
        "en": "Stopped; the files are deleted and there is no result.",
    },
    "check_cannot": {"zh": "没有校验：", "en": "Nothing was checked:"},
    # --- outcome
    "check_result": {"zh": "结果", "en": "Result"},
    "check_violation": {"zh": "违反", "en": "violations"},
    "check_warning": {"zh": "警告", "en": "warnings"},
    "check_info": {"zh": "提示", "en": "notes"},
    "check_one_violation": {"zh": "违反", "en": "violation"},
    "check_one_warning": {"zh": "警告", "en": "warning"},
    "check_one_info": {"zh": "提示", "en": "information"},
    "check_unread": {"zh": "未能校验", "en": "not checked"},
    "check_summary": {
        "zh": "校验了 {files} 个文件：{shapes} 条规则遇到 {nodes} 个节点；{seconds} 秒。",
        "en": "Files checked: {files}. {shapes} rules met {nodes} nodes in {seconds} s.",
    },
    "check_errors": {
        "zh": "这些文件没有校验，其余照常：",
        "en": "These files were not checked; the others were:",
    },
    "check_notes": {"zh": "读取说明（{n}）", "en": "How files were read ({n})"},
    "check_clean": {
        "zh": "没有发现问题。规则没有管到的，不等于合法。",
        "en": "Nothing was found. What no rule looks at is not thereby lawful.",
    },
    "check_nothing": {
        "zh": "没有规则遇到可校验的内容，所以什么也没有校验。",
        "en": "No rule met anything to check, so nothing was checked.",
    },
    "check_take": {"zh": "带走", "en": "Take it with you"},
    "check_copy": {"zh": "批注工作簿：{name}", "en": "Annotated workbook: {name}"},
    "check_copy_hint": {
        "zh": "原工作簿的副本：问题写在所在单元格的批注里并着色，另有一张汇总表；"
        "公式已变成文字，其他内容不变。",
        "en": "A copy of the workbook: each finding is a note and a colour at its cell, with a"
        " sheet of all; formulas have become text, everything else is as it was.",
    },
    "check_format": {"zh": "报告格式", "en": "Form of the report"},
    "check_format_html": {"zh": "网页（离线，可筛选）", "en": "web page (offline, with filters)"},
    "check_format_xlsx": {"zh": "工作簿（xlsx）", "en": "workbook (xlsx)"},
    "check_format_csv": {"zh": "CSV", "en": "CSV"},
    "check_format_json": {"zh": "JSON", "en": "JSON"},
    "check_format_sarif": {"zh": "SARIF 2.1.0", "en": "SARIF 2.1.0"},
    "check_format_junit": {"zh": "JUnit XML", "en": "JUnit XML"},
    "check_format_ttl": {
        "zh": "SHACL 报告（Turtle）",
        "en": "SHACL report (Turtle)",
    },
    "check_format_jsonld": {
        "zh": "SHACL 报告（JSON-LD）",
        "en": "SHACL report (JSON-LD)",
    },
    "check_format_text": {"zh": "文字", "en": "text"},
    "check_report": {"zh": "下载报告", "en": "Download the report"},
    "check_findings": {"zh": "逐项", "en": "Findings"},
    "check_show": {"zh": "级别", "en": "Severity"},
    "check_all": {"zh": "全部", "en": "all"},
    "check_group": {"zh": "分组", "en": "Group by"},
    "check_group_file": {"zh": "文件", "en": "file"},
    "check_group_shape": {"zh": "规则", "en": "rule or shape"},
    "check_group_provision": {"zh": "条文", "en": "provision"},
    "check_find": {"zh": "筛选", "en": "Filter"},
    "check_find_hint": {
        "zh": "文件、单元格、条文、文字",
        "en": "file, cell, provision, words",
    },
    "check_shown": {"zh": "显示 {n} 项，共 {all} 项。", "en": "Shown: {n} of {all}."},
    "check_no_group": {"zh": "未注明", "en": "not stated"},
    "check_value": {"zh": "写的是：{value}", "en": "It says: {value}"},
    "check_more": {
        "zh": "此组另有 {n} 项：请筛选，或者下载报告。",
        "en": "{n} more in this group: filter, or download the report.",
    },
    "check_more_groups": {
        "zh": "另有 {n} 组：请筛选，或者下载报告。",
        "en": "{n} more groups: filter, or download the report.",
    },
    "check_forget": {"zh": "清除结果", "en": "Forget the result"},
}
