"""The mapping file: how another system's CSV file becomes rows of the portal's own format (docs/data-in.md)."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

COLUMNS = (
    *("reference", "received_on", "state", "closed_on", "outcome", "result"),
    *("category", "district", "station", "text", "landmark", "happened_on", "concerns"),
    *("name", "phone", "email", "address", "cnic", "language"),
    *("anonymous", "under_18", "protected", "woman_officer"),
    *("accused_name", "accused_rank", "accused_post", "accused_office", "accused_officers"),
)
"""The columns of the portal's format, in the order of docs/data-in.md."""
REQUIRED_COLUMNS = ("reference", "received_on", "state", "category", "district", "text")
"""The columns that each row must fill, from the file or from a default."""
SOURCE_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}")
URDU_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک"})
"""Arabic letters that older encodings (Windows-1256) have in place of Urdu ones."""
DELIMITERS = frozenset(",;|\t")
SETTINGS = {"source", "encoding", "delimiter", "date_formats", "columns", "defaults", "values"}


class BadMapping(ValueError):
    """The mapping file cannot be used. `problem`: a key of `services.importing.import_problems`; `detail`: where."""

    def __init__(self, problem: str, detail: str = ""):
        super().__init__(f"{problem}: {detail}")
        self.problem, self.detail = problem, detail


@dataclass(frozen=True)
class ImportMapping:
    """How to read one system's file.

    source: the system's name, which the histories keep. date_formats: tried in order (`strptime`).
    columns: the file's heading of each column of the portal. defaults: values of columns that are empty or missing.
    values: for a column, the portal's value for each of the system's values; compared without regard to case.
    """

    source: str
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    date_formats: tuple[str, ...] = ("%Y-%m-%d",)
    columns: Mapping[str, str] = field(default_factory=lambda: {name: name for name in COLUMNS})
    defaults: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def parse_mapping(text: str) -> ImportMapping:
    """Return the mapping of a TOML file. Raises BadMapping."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadMapping("not_toml", str(error)) from error
    if surplus := content.keys() - SETTINGS:
        raise BadMapping("unknown_setting", ", ".join(sorted(surplus)))
    content = {name: value for name, value in content.items() if value}
    _check_types(content)
    mapping = ImportMapping(
        **{
            name: content[name]
            for name in ("source", "encoding", "delimiter", "columns", "defaults")
            if name in content
        }
        | ({"date_formats": tuple(content["date_formats"])} if "date_formats" in content else {}),
        values={
            column: {fold_value(theirs): ours for theirs, ours in pairs.items()}
            for column, pairs in content.get("values", {}).items()
        },
    )
    _check_mapping(mapping)
    return mapping


def fold_value(text: str) -> str:
    """Return a value for comparison: without regard to case, with Urdu letters and single spaces."""
    return " ".join(text.translate(URDU_LETTERS).casefold().split())


def _check_types(content: Mapping) -> None:
    """Check the type of each setting, so that a wrong one gets a sentence and not a traceback."""
    for name in ("source", "encoding", "delimiter"):
        if not isinstance(content.get(name, ""), str):
            raise BadMapping("not_text", name)
    formats = content.get("date_formats", [])
    if not isinstance(formats, list) or not all(isinstance(one, str) for one in formats):
        raise BadMapping("not_text", "date_formats")
    tables = [(name, content.get(name, {})) for name in ("columns", "defaults")]
    if not isinstance(content.get("values", {}), dict):
        raise BadMapping("not_text", "values")
    tables += [(f"values.{name}", table) for name, table in content.get("values", {}).items()]
    for name, table in tables:
        if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
            raise BadMapping("not_text", name)


def _check_mapping(mapping: ImportMapping) -> None:
    if not SOURCE_PATTERN.fullmatch(mapping.source):
        raise BadMapping("bad_source", mapping.source)
    try:
        "a".encode(mapping.encoding)  # `codecs.lookup` also finds codecs that are none of texts
    except LookupError as error:
        raise BadMapping("unknown_encoding", mapping.encoding) from error
    if mapping.delimiter not in DELIMITERS:
        raise BadMapping("bad_delimiter", mapping.delimiter)
    named = {*mapping.columns, *mapping.defaults, *mapping.values}
    if unknown := named - set(COLUMNS):
        raise BadMapping("unknown_column", ", ".join(sorted(unknown)))
    if missing := [name for name in REQUIRED_COLUMNS if name not in {*mapping.columns, *mapping.defaults}]:
        raise BadMapping("missing_column", ", ".join(missing))
