"""The PDF of an office's weekly or monthly report: figures, charts and a table, as of the time of its creation."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext

from documents.common_layout_facts import common_facts
from documents.typst_compiler import compile_pdf


@dataclass(frozen=True)
class ReportFigure:
    """A figure. `note`: the base and uncertainty of a share, or "". `before`: the previous period's value, or ""."""

    label: str
    value: str
    note: str = ""
    before: str = ""


@dataclass(frozen=True)
class ChartBar:
    """A bar of a chart. `share`: its length from 0 to 1."""

    label: str
    value: str
    share: float


@dataclass(frozen=True)
class ReportFacts:
    """The content of a report, as text in its language. `rows`: a name, then a cell for each of `columns`."""

    title: str
    office: str
    period: str
    as_of: str
    figures: tuple[ReportFigure, ...]
    weeks: tuple[ChartBar, ...]
    categories: tuple[ChartBar, ...]
    level: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()


def make_report(facts: ReportFacts, language: str) -> bytes:
    """Return the report as a tagged PDF, A4. Raises documents.CompilationFailed."""
    with translation.override(language):
        shared = common_facts()
        data = {
            **shared,
            "labels": shared["labels"] | _section_labels(),
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
        return compile_pdf("report", data, language=language)


def _section_labels() -> dict[str, str]:
    return {
        "figures": gettext("Figures for the period"),
        "none": gettext("None."),
        "offices": gettext("By office"),
        "counted": gettext("What is counted"),
    }
