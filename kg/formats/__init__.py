"""Checks a file's data against a JSON Schema, and says every fault in words with its place.

The content files' schemas stand beside their readers and are put together from the parts below;
the case file's is content (ontology/case.schema.json). Two things go beyond JSON Schema 2020-12:
`bilingual` (each language is written in its own letters) and `$` in a pattern, which means the very
end, as ECMA-262 has it.
"""

from kg.formats.checking import check, faults, same_id, schema_fault, unique
from kg.formats.language import wrong_language
from kg.formats.parts import (
    BOTH,
    DAY,
    FULL_PROVISION,
    IDENT,
    NUMBER,
    PROVISION,
    STRING,
    Schema,
    listed,
    one_or_more,
    record,
)
from kg.formats.words import Format

__all__ = [
    "BOTH",
    "DAY",
    "FULL_PROVISION",
    "IDENT",
    "NUMBER",
    "PROVISION",
    "STRING",
    "Format",
    "Schema",
    "check",
    "faults",
    "listed",
    "one_or_more",
    "record",
    "same_id",
    "schema_fault",
    "unique",
    "wrong_language",
]
