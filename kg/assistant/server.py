"""The MCP server: tools over an opened graph, spoken on standard input and output."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from kg import __version__
from kg.assistant import answers
from kg.errors import KgError
from kg.pipeline import Session

_INSTRUCTIONS = (
    "Who may decide what, and who answers for it, in China's procuratorates (检察机关司法责任制). "
    "Cite the provisions that an answer names, with their words and IRIs. Say what `said` says: "
    "what is unknown, not encoded or silent is never a no. Words marked as restatement are not the "
    "law's. 引用答案所列条文及其原文和 IRI；照说 said 的内容：未知、未编码、没有规定，都不等于否。"
)
Answer = TypeVar("Answer")


def _between(low: float, high: float) -> Any:
    """Describe the range of a number; the tool itself refuses others, in both languages."""
    return Field(json_schema_extra={"minimum": low, "maximum": high})


def make_server(session: Session) -> MCPServer[Any]:
    """Return a server whose tools ask an opened graph."""
    server: MCPServer[Any] = MCPServer(
        "judicial-responsibility-kg",
        title="Judicial responsibility knowledge graph / 司法责任知识图谱",
        instructions=_INSTRUCTIONS,
        version=__version__,
        log_level="ERROR",
    )

    @server.tool()
    def search(
        words: Annotated[str, Field(description="words, all of which must be found; Chinese or "
                                    "English; numbers such as art 30 or 第三十条 / 检索词")],
        kinds: Annotated[list[str] | None, Field(description="only these kinds, such as provision,"
                         " norm, list-item, case / 种类")] = None,
        limit: Annotated[int, _between(1, answers.MAX_HITS)] = 10,
    ) -> dict[str, Any]:  # fmt: skip
        """Search provisions, norms, matters, lists, cases, terms in both languages. / 全文检索。"""
        return _told(lambda: answers.search(session, words, kinds or (), limit))

    @server.tool()
    def provision(
        id: Annotated[str, Field(description="such as opinions-2024/art-30, or its IRI / 编号")],
    ) -> dict[str, Any]:
        """A provision with its words, or that they are lost, and the norms on it. / 条文原文。"""
        return _told(lambda: answers.provision(session, id))

    @server.tool()
    def questions(
        words: Annotated[str, Field(description="only questions with these words / 词")] = "",
    ) -> dict[str, Any]:
        """List the questions that `ask` answers, with their parameters. / 列出目录中的问题。"""
        return _told(lambda: answers.questions(session, words))

    @server.tool()
    def ask(
        question: Annotated[str, Field(description="the id of a question / 问题编号")],
        parameters: Annotated[
            dict[str, str] | None, Field(description="values by name / 参数")
        ] = None,
    ) -> dict[str, Any]:
        """Ask a question of the catalogue (`questions` lists them). / 提出目录中的问题。"""
        return _told(lambda: answers.ask(session, question, parameters or {}))

    @server.tool()
    def who_may_decide(
        matter: Annotated[str, Field(description="a matter's code or words, such as 批准逮捕")],
        province: Annotated[str, Field(description="ISO 3166-2, such as CN-41 / 省份代码")],
        level: Annotated[str, Field(description="basic, municipal or provincial / 层级")],
        on: Annotated[str, Field(description="day, such as 2024-09-01 / 日期")],
        holds: Annotated[list[str] | None, Field(description="case classes that hold")] = None,
        fails: Annotated[list[str] | None, Field(description="case classes that do not")] = None,
        stage: Annotated[str, Field(description="stage of the case / 阶段")] = "",
    ) -> dict[str, Any]:
        """Who may decide a matter there on that day, and which text says so. / 谁可以决定。"""
        return _told(
            lambda: answers.who_may_decide(
                session, matter=matter, province=province, level=level, on=on,
                holds=holds or (), fails=fails or (), stage=stage,
            )
        )  # fmt: skip

    @server.tool()
    def assess(
        case: Annotated[dict[str, Any] | str, Field(description="a case file's content, or the "
                        "name of a packaged case such as chief-asks-again / 案件")],
    ) -> dict[str, Any]:  # fmt: skip
        """Who answers for what in a case, by which provision and finding. / 谁承担什么责任。"""
        return _told(lambda: answers.assess(session, case))

    @server.tool()
    def sparql(
        query: Annotated[str, Field(description="SPARQL 1.1 query, at most 8192 bytes; prefixes "
                         "such as jr:, skos:, dcterms: are declared")],
        rows: Annotated[int, _between(1, answers.MAX_ROWS)] = 50,
        seconds: Annotated[float, _between(0.1, answers.MAX_SECONDS)] = 5.0,
    ) -> dict[str, Any]:  # fmt: skip
        """Run a read-only query in a bounded process without network. / 运行 SPARQL 查询。"""
        return _told(lambda: answers.sparql(session, query, rows, seconds))

    return server


def _told(work: Callable[[], Mapping[str, Any]]) -> dict[str, Any]:
    """Return an answer; a problem becomes the tool's error, in both languages."""
    try:
        return dict(work())
    except KgError as error:
        raise ToolError("\n".join(p.as_text() for p in error.problems)) from None
