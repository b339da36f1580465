"""A list as the rows of its sheets: the one order that workbook, CSV and data files write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.lists.format import read_format
from kg.lists.matters import CODE_SCHEMES, read_matters
from kg.model import AssistantItem, ListItem, OwnCode, PowerList

_SCHEME_KINDS = {scheme: kind for kind, scheme in CODE_SCHEMES.items()}


def info_row(lst: PowerList) -> dict[str, str]:
    """Return the fields of the sheet List."""
    keys = [c.key for c in read_format().sheets["list"].columns]
    return {k: " ".join(lst.basis) if k == "basis" else str(getattr(lst, k)) for k in keys}


def item_row(item: ListItem) -> dict[str, str]:
    """Return the fields of a row of the sheet Items."""
    return {
        "item_id": item.id, "level": " ".join(item.levels), "line": item.line,
        "matter": item.matter, "matter_label": item.label, "stage": item.stage,
        "only": " ".join(item.only), "except": " ".join(item.excepted),
        "condition": item.condition, **item.grants, "alternative": item.alternative,
        "signatory": item.signatory, "basis": " ".join(item.basis),
        "delegated_from": item.delegated_from, "delegation": item.delegation,
        "valid_from": item.valid_from, "valid_to": item.valid_to, "source_item": item.source_item,
        "source_address": item.source_address, "confidence": item.confidence, "quote": item.quote,
        "note": item.note,
    }  # fmt: skip


def assistant_row(item: AssistantItem) -> dict[str, str]:
    """Return the fields of a row of the sheet Assistants."""
    return {
        "item_id": item.id, "level": " ".join(item.levels), "line": item.line, "role": item.role,
        "tier": item.tier, "matter": item.matter, "matter_label": item.label, "stage": item.stage,
        "condition": item.condition, "act": item.act, "basis": " ".join(item.basis),
        "source_item": item.source_item, "source_address": item.source_address,
        "confidence": item.confidence, "quote": item.quote, "note": item.note,
    }  # fmt: skip


def code_row(code: OwnCode) -> dict[str, str]:
    """Return the fields of a row of the sheet Codes."""
    return {
        "code_kind": code.kind, "code": code.code, "label": code.label, "label_en": code.label_en,
        "same_as": code.same_as, "provision": code.provision,
    }  # fmt: skip


def scheme_rows() -> Iterator[dict[str, str]]:
    """Yield the project's own codes as rows of the sheet Codes, as in data/matters.yaml."""
    for concept in read_matters().all:
        yield {
            "code_kind": _SCHEME_KINDS[concept.scheme],
            "code": concept.code,
            "label": concept.label.zh,
            "label_en": concept.label.en,
            "same_as": "",
            "provision": concept.source if "/" in concept.source else "",
        }


def sheet_rows(
    lst: PowerList | None, own_codes_only: bool = False
) -> Mapping[str, list[dict[str, str]]]:
    """Return the rows of each sheet; without a list those of an empty template."""
    codes = [] if own_codes_only else list(scheme_rows())
    if lst is None:
        return {"items": [], "assistants": [], "codes": codes}
    return {
        "items": [item_row(i) for i in lst.items],
        "assistants": [assistant_row(a) for a in lst.assistants],
        "codes": [*codes, *(code_row(c) for c in lst.codes)],
    }
