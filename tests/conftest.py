"""Shared by all tests: the command as a process, a built graph, and goldens that one option renews.

Nothing is written beside the sources: every build of a test run goes to one temporary folder.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def pytest_addoption(parser):
    parser.addoption(
        "--update-goldens", action="store_true", help="rewrite the expected files; review the diff"
    )


def pytest_configure(config):
    for name in ("KG_CONTENT", "KG_ENDPOINT", "KG_DEBUG"):
        os.environ.pop(name, None)
    config.kg_out = tempfile.mkdtemp(prefix="kg-tests-")
    os.environ["KG_OUT"] = config.kg_out


def pytest_unconfigure(config):
    shutil.rmtree(config.kg_out, ignore_errors=True)


@pytest.fixture(scope="session")
def update_goldens(request):
    """Tell whether goldens are to be rewritten."""
    return request.config.getoption("--update-goldens")


@pytest.fixture(scope="session")
def kg():
    """Return a function that runs the real command line as a process.

    Output is decoded as strict UTF-8, whatever the console's encoding is said to be.
    """

    def run(*arguments, cwd=ROOT, stdin=None, **environment):
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C"}
        for name in ("LC_ALL", "LC_MESSAGES", "PYTHONIOENCODING", "PYTHONUTF8"):
            env.pop(name, None)
        done = subprocess.run(
            [sys.executable, "-m", "kg.cli", *map(str, arguments)],
            cwd=cwd,
            env={**env, **{k: str(v) for k, v in environment.items()}},
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            timeout=300,
            check=False,
        )
        done.stdout = done.stdout.decode("utf-8")
        done.stderr = done.stderr.decode("utf-8")
        return done

    return run


@pytest.fixture(scope="session")
def graph():
    """Return the opened build of the repository's content."""
    from kg import pipeline

    return pipeline.open_graph()


@pytest.fixture
def content(tmp_path):
    """Return a copy of the content (data, ontology, shapes, questions) that a test may damage."""
    copy = tmp_path / "content"
    for folder in ("data", "ontology", "shapes", "kg/queries"):
        if (ROOT / folder).is_dir():
            shutil.copytree(ROOT / folder, copy / folder)
    return copy
