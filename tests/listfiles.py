"""Lists made for the tests: a small whole list, and files that break a reader."""

import io
import zipfile
from dataclasses import replace

from kg import pipeline
from kg.model import ListItem, PowerList

CORE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def item(ident="001", **fields):
    """Return an item in which only the given fields are filled."""
    grants = {k: v for k, v in fields.items() if len(v) <= 3 and k in ACTORS}
    rest = {k: v for k, v in fields.items() if k not in grants}
    blank = dict.fromkeys(ListItem.__dataclass_fields__, "")
    for name in ("id", "grants", "place"):
        del blank[name]
    blank |= {"levels": ("all",), "line": "criminal", "label": "事项"}
    blank |= dict.fromkeys(("only", "excepted", "basis"), ())
    return ListItem(id=ident, grants=grants, **{**blank, **rest})


ACTORS = ("procurator", "lead_procurator", "department_head", "deputy_chief", "chief", "committee")


def whole(*items, **fields):
    """Return a whole provincial list of the 2024 Opinions with these items."""
    blank = dict.fromkeys(PowerList.__dataclass_fields__, "")
    blank.pop("place")
    lst = PowerList(
        **{
            **blank, "id": "list-CN-99-2025", "version": "2025-01-01", "kind": "power-list",
            "jurisdiction": "CN-99", "title": "测试省检察官职权清单", "title_en": "Test list",
            "issued": "2025-01-01", "effective_from": "2025-01-01", "filed_on": "2025-01-10",
            "coverage": "whole", "basis": ("opinions-2024/art-16",), "source_address": "测试",
            "confidence": "H", "items": items, "assistants": (), "codes": (),
        }
    )  # fmt: skip
    return replace(lst, **fields)


def written(lst, folder, name="list.xlsx"):
    """Write a list as a workbook, or as CSV files when the name has no ending; return the path."""
    syntax = "xlsx" if name.endswith(".xlsx") else "csv"
    return pipeline.lists.export_list(lst, syntax, folder / name)


def changed(path, change):
    """Let `change` work on the open workbook, save it, return the path."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def sheet_xml(sheet_data, more="", name="Items"):
    """Return the bytes of a minimal workbook as Excel or WPS writes one, with this sheet data."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
            'officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/'
            'sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'spreadsheetml.worksheet+xml"/></Types>',
        )
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/officeDocument"'
            ' Target="/xl/workbook.xml"/></Relationships>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/worksheet" '
            'Target="/xl/worksheets/sheet1.xml"/></Relationships>',
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{CORE}" xmlns:r="{office}"><sheets><sheet name="{name}" sheetId="1" '
            'r:id="r1"/></sheets></workbook>',
        )
        book.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{CORE}"><sheetData>{sheet_data}</sheetData>{more}</worksheet>',
        )
    return out.getvalue()
