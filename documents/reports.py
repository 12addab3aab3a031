"""The report of an office over a week or a month: its figures, drawn and in words, as they stood when it was made."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext

from documents.compiling import pdf
from documents.shared_notes import common


@dataclass(frozen=True)
class ReportFigure:
    """`note`: what a share is of, and how sure it is. `before`: the same in the period before. Both may be empty."""

    label: str
    value: str
    note: str = ""
    before: str = ""


@dataclass(frozen=True)
class Bar:
    """`share`: how long it is drawn, from 0 to 1."""

    label: str
    value: str
    share: float


@dataclass(frozen=True)
class ReportFacts:
    """What the paper says, as ready words in its language. `rows`: a name, then a cell for each of `columns`."""

    title: str
    office: str
    period: str
    as_of: str
    figures: tuple[ReportFigure, ...]
    weeks: tuple[Bar, ...]
    categories: tuple[Bar, ...]
    level: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()


def report(facts: ReportFacts, language: str) -> bytes:
    """The report as a tagged PDF, A4. Raises papers.NotMade."""
    with translation.override(language):
        shared = common()
        told = {
            **shared,
            "say": shared["say"] | _labels(),
            "title": facts.title,
            "office": facts.office,
            "period": facts.period,
            "as_of": facts.as_of,
            "figures": [vars(figure) for figure in facts.figures],
            "charts": [
                {"heading": gettext("Received per week"), "bars": [vars(bar) for bar in facts.weeks]},
                {"heading": gettext("By category"), "bars": [vars(bar) for bar in facts.categories]},
            ],
            "level": facts.level,
            "columns": list(facts.columns),
            "rows": [list(row) for row in facts.rows],
            "notes": list(facts.notes),
        }
        return pdf("report", told, language=language)


def _labels() -> dict[str, str]:
    return {
        "figures": gettext("Figures for the period"),
        "none": gettext("None."),
        "offices": gettext("By office"),
        "counted": gettext("What is counted"),
    }
