"""What the browser loads from us: built by web/, unchanged, licensed, without a network."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STATIC = ROOT / "app" / "static"
SUMS = sorted(STATIC.glob("*/SHA256SUMS"))
LARGEST = 1_000_000  # bytes of one committed file
# Hosts that may stand in what a browser loads: names of things, from which nothing is fetched.
NAMES = {"www.w3.org": "namespaces and vocabularies"}
ADDRESS = re.compile(r"(?:https?:)?//([a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.I)
SPAM = re.compile(r"onlyfans|namso|scribd|prefix\.cc|lov\.linkeddata|casino|viagra", re.I)
LOADED = (".js", ".css", ".html", ".svg")


def test_something_is_vendored():
    assert STATIC / "yasgui" / "SHA256SUMS" in SUMS


@pytest.fixture(params=SUMS, ids=lambda p: p.parent.name)
def folder(request):
    return request.param.parent


def test_checksums_match_and_the_licence_is_there(folder):
    listed = dict(
        reversed(line.split("  ", 1))
        for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    )
    assert "LICENSE" in listed
    assert len((folder / "LICENSE").read_text("utf-8")) > 1_000
    for name, expected in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected, name
    # what is not listed is our own source, so it is read in review and not built
    for path in folder.iterdir():
        assert path.name in listed or path.name == "SHA256SUMS" or is_written(path), path


def is_written(path):
    lines = path.read_text("utf-8").splitlines()
    return max(map(len, lines)) < 400


def test_nothing_is_loaded_from_elsewhere(folder):
    for path in folder.iterdir():
        assert path.stat().st_size < LARGEST, path
        if path.suffix not in LOADED:
            continue
        text = path.read_text("utf-8")
        assert not SPAM.search(text), path
        assert not re.search(r"\beval\(|new Function\(|importScripts|sourceMappingURL", text), path
        hosts = {h.lower() for h in ADDRESS.findall(text)}
        assert hosts <= set(NAMES), path
        assert not re.search(r"url\(\s*[\"']?(?:https?:)?//|@import", text), path


@pytest.mark.parametrize("folder", sorted(p.parent for p in (ROOT / "web").glob("*/package.json")))
def test_a_build_names_exact_versions_and_no_registry(folder):
    package = json.loads((folder / "package.json").read_text("utf-8"))
    wanted = {**package.get("dependencies", {}), **package.get("devDependencies", {})}
    assert wanted
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert (folder / "README.md").is_file()
    written = [p for p in folder.iterdir() if p.is_file() and p.name != "package-lock.json"]
    assert not [p for p in written if "registry" in p.read_text("utf-8", "replace")]
