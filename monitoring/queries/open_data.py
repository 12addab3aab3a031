"""The open data files: the public figures as stored, as CSV and JSON, with a data dictionary and checksums.

Nothing is counted here. The files contain what the public pages show (docs/decisions/0028), so they reveal no more.
"""

import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import translation

from documents import spreadsheets
from monitoring.models import Publication, PublicFigure, ReviewsOfQuarter
from monitoring.open_data_fields import FIGURE_FIELDS, LICENCE, REVIEW_FIELDS, TITLES, DataField
from monitoring.queries import public_figures

CSV, JSON, TEXT = "text/csv; charset=utf-8", "application/json", "text/plain; charset=utf-8"
PUNJAB = ["punjab", "Punjab", "پنجاب"]
ELSEWHERE = ["not_counted_by_district", "Not counted by district", "کسی ضلع میں شمار نہیں"]
CHECKSUMS = "SHA256SUMS"
LANGUAGES = ("en", "ur")


@dataclass(frozen=True)
class OpenDataFile:
    """A file of open data. `title` is empty for the files about the others."""

    name: str
    content_type: str
    content: bytes
    title: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def load_open_data() -> list[OpenDataFile]:
    """Return all files of the last publication; none before the first. Three queries."""
    publication = public_figures.latest_publication()
    if publication is None:
        return []
    figures = public_figures.load_all_figures(publication)
    tables = {
        "figures": (FIGURE_FIELDS, [figure_row(publication, one) for one in figures]),
        "reviews": (REVIEW_FIELDS, [review_row(one) for one in public_figures.load_review_figures()]),
    }
    files = [one for name, (fields, rows) in tables.items() for one in _table_files(name, fields, rows)]
    files.append(OpenDataFile("dictionary.json", JSON, _as_json(_dictionary())))
    files.append(OpenDataFile("datapackage.json", JSON, _as_json(_package(publication, files))))
    sums = "".join(f"{one.sha256}  {one.name}\n" for one in files)
    return [*files, OpenDataFile(CHECKSUMS, TEXT, sums.encode())]


def figure_row(publication: Publication, figure: PublicFigure) -> list[str | int | float | None]:
    """Return the cells of a published figure, in the order of FIGURE_FIELDS. None: too small to show."""
    office = figure.office
    without_office = ELSEWHERE if figure.is_elsewhere else PUNJAB
    names = [office.code, office.name_en, office.name_ur] if office else without_office
    window = [None, None] if figure.month else [publication.first.isoformat(), publication.last.isoformat()]
    month = f"{figure.month:%Y-%m}" if figure.month else None
    numbers = [getattr(figure, one.name) for one in FIGURE_FIELDS if one.is_number]
    return [*names, *window, month, publication.made_at.date().isoformat(), *numbers]


def review_row(row: ReviewsOfQuarter) -> list[str | int | None]:
    """Return the cells of a quarter's reviews, in the order of REVIEW_FIELDS. None: too small to show."""
    return [f"{row.first.year}-Q{(row.first.month + 2) // 3}", row.decision or "all", row.number]


def csv_cells(row: Iterable[str | float | None]) -> list[str]:
    """Return the cells as text. A number that is too small to show is empty."""
    return ["" if cell is None else f"{cell:.1f}" if isinstance(cell, float) else str(cell) for cell in row]


def _table_files(name: str, fields: Sequence[DataField], rows: list[list]) -> list[OpenDataFile]:
    """Return a table as CSV and as JSON."""
    names, title = [one.name for one in fields], TITLES[name]
    csv_content = b"".join(spreadsheets.csv_chunks(names, map(csv_cells, rows)))
    json_content = _as_json({"rows": [dict(zip(names, row, strict=True)) for row in rows]})
    return [
        OpenDataFile(f"{name}.csv", CSV, csv_content, title),
        OpenDataFile(f"{name}.json", JSON, json_content, title),
    ]


def _dictionary() -> dict:
    """Return the meaning of each column of each table, in both languages."""
    tables = {"figures": FIGURE_FIELDS, "reviews": REVIEW_FIELDS}
    return {
        name: {
            "title": _in_both_languages(TITLES[name]),
            "fields": [
                {"name": one.name, "type": one.kind, "description": _in_both_languages(one.description)}
                for one in fields
            ],
        }
        for name, fields in tables.items()
    }


def _package(publication: Publication, files: Iterable[OpenDataFile]) -> dict:
    """Return the description of the files for programs, as a Frictionless data package."""
    return {
        "name": "police-complaints-punjab",
        "created": publication.made_at.isoformat(),
        "licenses": [LICENCE],
        "resources": [
            {
                "name": one.name.replace(".", "-"),
                "path": one.name,
                "mediatype": one.content_type.partition(";")[0],
                "bytes": len(one.content),
                "hash": f"sha256:{one.sha256}",
            }
            for one in files
        ],
    }


def _in_both_languages(text: object) -> dict[str, str]:
    texts = {}
    for language in LANGUAGES:
        with translation.override(language):
            texts[language] = str(text)
    return texts


def _as_json(content: object) -> bytes:
    buffer = io.StringIO()
    json.dump(content, buffer, ensure_ascii=False, indent=1)
    return f"{buffer.getvalue()}\n".encode()
