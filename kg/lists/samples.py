"""Workbooks with faults to try a check with (ontology/list-rules/samples.yaml); all invented."""

from __future__ import annotations

from collections.abc import Mapping

from kg.assets import root
from kg.lists.format import read_format
from kg.lists.workbook import workbook_bytes
from kg.model import ListItem, PowerList
from kg.yaml12 import load

SAMPLES = ("law", "form")


def sample_workbook(name: str) -> bytes:
    """Return the workbook of a sample: as a person would have filled it in, faults and all."""
    data = load(root() / "ontology" / "list-rules" / "samples.yaml").data[name]
    info = dict.fromkeys((c.key for c in read_format().sheets["list"].columns), "")
    fields = {**info, **data["list"]}
    basis = tuple(str(fields.pop("basis")).split())
    rows = tuple(_item(row) for row in data["items"])
    lst = PowerList(**fields, basis=basis, items=rows, assistants=(), codes=())
    return workbook_bytes(lst)


def _item(row: Mapping[str, str]) -> ListItem:
    columns = read_format().sheets["items"].columns
    v = {**dict.fromkeys((c.key for c in columns), ""), **{k: str(x) for k, x in row.items()}}
    grants = {a.key: v[a.key] for a in read_format().actors if v[a.key]}
    return ListItem(
        id=v["item_id"], levels=tuple(v["level"].split()), line=v["line"], matter=v["matter"],
        label=v["matter_label"], stage=v["stage"], only=tuple(v["only"].split()),
        excepted=tuple(v["except"].split()), condition=v["condition"], grants=grants,
        alternative=v["alternative"], signatory=v["signatory"], basis=tuple(v["basis"].split()),
        delegated_from=v["delegated_from"], delegation=v["delegation"],
        valid_from=v["valid_from"], valid_to=v["valid_to"], source_item=v["source_item"],
        source_address=v["source_address"], confidence=v["confidence"], quote=v["quote"],
        note=v["note"],
    )  # fmt: skip
