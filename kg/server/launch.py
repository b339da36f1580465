"""Starts the browser application: Streamlit on one port, on this machine only unless told."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from kg import assets, pipeline
from kg.errors import KgError, Problem
from kg.server.application import data_only, share
from kg.server.workers import DEFAULT_LIMITS, Limits


def settings(host: str, port: int) -> list[str]:
    """Return Streamlit's flags: no usage statistics, no stack traces, uploads to 10 MB.

    Magic, which would show every bare expression of a page, is off: its rewriting of each script
    costs as much as running it.
    """
    values = {
        "server.address": host,
        "server.port": str(port),
        "server.headless": "true",
        "server.maxUploadSize": "10",
        "server.fileWatcherType": "none",
        "server.runOnSave": "false",
        "runner.magicEnabled": "false",
        "browser.gatherUsageStats": "false",
        "browser.serverAddress": host,
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        "client.showErrorLinks": "false",
        "global.developmentMode": "false",
        "theme.light.primaryColor": "#1f4e79",
        "theme.dark.primaryColor": "#3a80c2",
        "theme.font": "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',"
        "system-ui,sans-serif",
    }
    return [f"--{key}={value}" for key, value in values.items()]


def serve(
    host: str,
    port: int,
    app: bool = True,
    limits: Limits = DEFAULT_LIMITS,
    workers: int = 2,
    hosts: Sequence[str] = (),
    endpoint: str = "",
) -> int:
    """Build if needed, then serve until interrupted; return the exit code.

    `app` False leaves the pages out; `hosts` are further names that the Host header may bear;
    `endpoint` is the SPARQL server that holds the graph, "" for the embedded store. Raises KgError
    when the port is taken.
    """
    graph = pipeline.open_endpoint(endpoint) if endpoint else pipeline.open_graph()
    _check_port(host, port)
    allowed = ["*"] if "*" in hosts else ["localhost", "127.0.0.1", "[::1]", host, *hosts]
    sys.stderr.write(f"http://{host}:{port} — Ctrl-C 结束 / to stop\n")
    sys.stderr.flush()
    if not app:
        import uvicorn

        served = data_only(share(graph, limits, workers, editor="/yasgui/"), allowed)
        uvicorn.run(served, host=host, port=port, log_level="warning", timeout_keep_alive=15)
        return 0
    package_parent = str(Path(assets.__file__).resolve().parent.parent)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(
            p for p in (package_parent, os.environ.get("PYTHONPATH", "")) if p
        ),
        "KG_SERVE": json.dumps(
            {
                "hosts": allowed,
                "limits": asdict(limits),
                "workers": workers,
                "endpoint": endpoint,
            }
        ),
    }
    main = Path(__file__).with_name("asgi.py")
    command = [sys.executable, "-m", "streamlit", "run", str(main), *settings(host, port)]
    if os.name == "posix":
        # One process, so that whoever stops `kg serve` stops the server.
        os.execve(sys.executable, command, environment)
    return _run(command, environment)


def _run(command: list[str], environment: dict[str, str]) -> int:
    """Run the server as a child, where a process cannot replace itself."""
    process = subprocess.Popen(command, env=environment)
    try:
        return process.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        process.terminate()
        process.wait()


def _check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError):
            raise KgError(
                Problem(
                    f"{host}:{port}",
                    "端口不可用，可能已被占用。",
                    "The port cannot be used; something may already listen there.",
                    "请换一个端口：kg serve --port 8502。",
                    "Use another port: kg serve --port 8502.",
                )
            ) from None
