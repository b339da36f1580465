"""HTTP to the one server that the user names: no redirect, bounded answers, credentials.

Redirects are refused, not followed: they could carry a query, graphs or credentials to another
machine, and the user named this one. Credentials come from the environment alone
(KG_ENDPOINT_USER with KG_ENDPOINT_PASSWORD, or KG_ENDPOINT_TOKEN) and stand in no message.
"""

from __future__ import annotations

import base64
import http.client
import os
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import urlsplit

from kg.errors import KgError, Problem

MAX_BYTES = 256_000_000  # an answer that is longer is refused, not held in memory
USER, PASSWORD, TOKEN = "KG_ENDPOINT_USER", "KG_ENDPOINT_PASSWORD", "KG_ENDPOINT_TOKEN"
_SHOWN = 200  # characters of what a server says


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer with a status from 200 to 299."""

    status: int
    media: str
    body: bytes


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leaves a redirect unfollowed, so that it is raised as the error that it is here."""

    def redirect_request(self, *_arguments: Any) -> None:
        return None


def check_url(url: str, option: str = "--endpoint") -> str:
    """Return an http or https address as given; raise KgError for any other, or with a password."""
    try:
        parts = urlsplit(url)
        host, user = parts.hostname, parts.username or parts.password
        parts.port  # noqa: B018  a port that is no number raises
    except ValueError:
        parts, host, user = urlsplit(""), None, None
    if user:
        raise KgError(
            Problem(
                f"{option} (…@{host})",
                "地址中不得写用户名和密码。",
                "An address must not hold a user name or a password.",
                f"请用环境变量 {USER} 和 {PASSWORD}，或 {TOKEN}。",
                f"Set the environment variables {USER} and {PASSWORD}, or {TOKEN}.",
            )
        )
    plain = all(33 <= ord(c) < 127 for c in url) and not parts.fragment
    if parts.scheme not in ("http", "https") or not host or not plain:
        raise KgError(
            Problem(
                f"{option} {_shown(url)}",
                "这不是 http 或 https 地址。",
                "This is no http or https address.",
                "例如 http://127.0.0.1:7878/query。",
                "For example http://127.0.0.1:7878/query.",
            )
        )
    return url


def send(request: urllib.request.Request, timeout: float) -> Reply:
    """Send a request with the credentials; raise KgError for anything but a plain success.

    The errors of `refused` (HTTP statuses) and `unreachable` (no whole answer).
    """
    url = request.full_url.partition("?")[0]
    for name, value in credentials().items():
        request.add_unredirected_header(name, value)
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        with opener.open(request, timeout=timeout) as answer:
            body = _read(answer, time.monotonic() + timeout)
            media = answer.headers.get_content_type()
            status = answer.status
    except urllib.error.HTTPError as error:
        with error:
            raise refused(url, error) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise unreachable(url, error) from None
    return Reply(status, media, body)


def _read(answer: http.client.HTTPResponse, end: float) -> bytes:
    """Return a whole body; one that is too long or drips for ever is refused."""
    found = bytearray()
    while part := answer.read1(65_536):
        found += part
        if len(found) > MAX_BYTES:
            raise ValueError(f"more than {MAX_BYTES} bytes")
        if time.monotonic() > end:
            raise TimeoutError
    if answer.length:  # the connection ended before the announced length
        raise http.client.IncompleteRead(bytes(found))
    return bytes(found)


def credentials() -> dict[str, str]:
    """Return the Authorization header that the environment gives, {} for none."""
    token, user = os.environ.get(TOKEN, ""), os.environ.get(USER, "")
    if token:
        value = f"Bearer {token}"
    elif user:
        pair = f"{user}:{os.environ.get(PASSWORD, '')}".encode()
        value = f"Basic {base64.b64encode(pair).decode()}"
    else:
        return {}
    if not value.isprintable() or not value.isascii():
        raise KgError(
            Problem(
                f"{USER}, {PASSWORD}, {TOKEN}",
                "其中有不能放进 HTTP 头的字符。",
                "They hold characters that no HTTP header can bear.",
                "请检查这些环境变量，例如末尾的换行。",
                "Check these environment variables, for example for a line break at the end.",
            )
        )
    return {"Authorization": value}


class HttpRefused(KgError):
    """The server answered with an error status."""

    def __init__(self, status: int, said: str, problem: Problem) -> None:
        super().__init__(problem)
        self.status, self.said = status, said


class TimedOut(KgError):
    """The server gave no whole answer in time."""


def refused(url: str, error: urllib.error.HTTPError) -> HttpRefused:
    """Return what an HTTP error means, with the first words that the server says."""
    status = error.code
    said = ""
    if not 300 <= status < 400:
        try:
            said = _words(error.read(4_000), error.headers)
        except (OSError, http.client.HTTPException, ValueError):
            said = ""
    else:
        said = _shown(error.headers.get("Location", ""))
    what_zh, what_en, do_zh, do_en = _meaning(status, said)
    told = f" ({said})" if said and not 300 <= status < 400 else ""
    return HttpRefused(
        status,
        said,
        Problem(
            url,
            f"服务器以状态码 {status} 拒绝：{what_zh}。{told}".rstrip(),
            f"The server refuses with status {status}: {what_en}.{told}",
            do_zh,
            do_en,
        ),
    )


def _meaning(status: int, said: str) -> tuple[str, str, str, str]:
    """Return what a status means and what to do, each in Chinese and English."""
    if 300 <= status < 400:
        return (
            f"它转向“{said}”，本程序不跟随转向",
            f'it redirects to "{said}", and redirects are not followed',
            "若信任那个地址，请直接写它。",
            "If you trust that address, give it instead.",
        )
    if status in (401, 403):
        return (
            "未获许可，或者它只供查询",
            "not allowed, or it is read only",
            f"请设环境变量 {USER} 和 {PASSWORD}，或 {TOKEN}；只读服务器不能写入。",
            f"Set the environment variables {USER} and {PASSWORD}, or {TOKEN}; a server that is "
            "read only takes no graphs.",
        )
    if status in (404, 405, 501):
        return (
            "此地址没有这种服务",
            "there is no such service at this address",
            "请核对地址（见 docs/scaling.md）。",
            "Check the address (docs/scaling.md).",
        )
    if status in (408, 429, 502, 503, 504):
        return (
            "它忙，或者超时",
            "it is busy, or it ran out of time",
            "请稍后再试，或提高服务器的时限。",
            "Try again later, or give the server more time.",
        )
    if status == 413:
        return (
            "一次送来的太多",
            "too much was sent at once",
            "请用 --chunk 减少每次送的三元组。",
            "Send fewer triples at a time with --chunk.",
        )
    return (
        "它不能执行这个请求",
        "it cannot carry out the request",
        "请看服务器的日志。",
        "See the server's log.",
    )


def unreachable(url: str, error: Exception) -> KgError:
    """Return the error for a server that gives no whole HTTP answer."""
    reason = getattr(error, "reason", None) or error
    if isinstance(reason, TimeoutError):
        told_zh, told_en = "超时", "no answer in time"
    elif isinstance(error, http.client.HTTPException):
        told_zh, told_en = "应答不是 HTTP，或者中断", "its answer is no HTTP, or was cut off"
    else:
        words = _shown(str(getattr(reason, "strerror", None) or reason))
        told_zh = told_en = words or type(reason).__name__
    kind = TimedOut if isinstance(reason, TimeoutError) else KgError
    return kind(
        Problem(
            url,
            f"SPARQL 服务器没有应答：{told_zh}。",
            f"The SPARQL server does not answer: {told_en}.",
            "请检查地址和服务器是否在运行。",
            "Check the address and that the server runs.",
        )
    )


def no_results(url: str, media: str) -> KgError:
    """Return the error for an answer that holds no SPARQL results: a web page, or anything else."""
    return KgError(
        Problem(
            url,
            f"应答不是 SPARQL 结果（{media}）。",
            f"What it answers is no SPARQL result ({media}).",
            "这多半不是 SPARQL 端点；请写端点的地址（见 docs/scaling.md）。",
            "This is most likely no SPARQL endpoint; give the endpoint's address "
            "(docs/scaling.md).",
        )
    )


def _words(body: bytes, headers: Message) -> str:
    """Return the first line of what a server says; a web page says nothing useful."""
    text = body.decode("utf-8", "replace").strip()
    if text.startswith("<") or "html" in (headers.get("Content-Type") or ""):
        return ""
    return _shown(text)


def _shown(text: str) -> str:
    """Return text as one short printable line."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"
