"""Four provisions from text to quads: what the graph says about them, line by line.

`python -m pytest tests/test_goldens.py --update-goldens` rewrites them; the diff is the review.
"""

from pathlib import Path

import pytest

from kg import pipeline
from kg.namespaces import ID

FOLDER = Path(__file__).parent / "goldens"
SUBJECTS = {
    "opinions-2024-art-30": ("opinions-2024", "art-30"),
    "opinions-2015-art-39": ("opinions-2015", "art-39"),
    "regulations-2024-art-9": ("regulations-2024", "art-9"),
    "reform-cases-2022-case-6": ("reform-cases-2022", "case-6"),
}


@pytest.fixture(scope="module")
def lines():
    folder = pipeline.ensure_build()
    return (folder / pipeline.GRAPH_FILE).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", SUBJECTS)
def test_provision_to_quads(name, lines, update_goldens):
    source, provision = SUBJECTS[name]
    starts = (f"<{ID}{source}/{provision}>", f"<{ID}{source}/{provision}/",
              f"<{ID}{source}/fact/{provision}-")  # fmt: skip
    found = "\n".join(line for line in lines if line.startswith(starts)) + "\n"
    path = FOLDER / f"{name}.nq"
    if update_goldens:
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found.count("\n") > 20
    assert found == path.read_text(encoding="utf-8")
