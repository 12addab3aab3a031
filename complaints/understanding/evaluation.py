"""Evaluation of what is understood against labelled sentences: figures by language, mistakes, confusions, time."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from time import process_time

from complaints.understanding.proposals import Danger, Understanding

CATEGORY_COLUMNS = ("language", "sentence", "expected", "acceptable", "district")
DANGER_COLUMNS = ("language", "sentence", "danger", "police_is_danger")
ALL = "all"

Rows = Sequence[Mapping[str, str]]
Understand = Callable[[str], Understanding]


class WrongColumns(ValueError):
    """A file of sentences has other columns than those of the two kinds of files, or a row without a sentence."""


@dataclass
class CategoryFigures:
    """Counts of one language: sentences, first category right, right among three; districts told, right, invented."""

    sentences: int = 0
    first: int = 0
    among_three: int = 0
    districts: int = 0
    districts_right: int = 0
    districts_invented: int = 0


@dataclass
class DangerFigures:
    """Counts of one language: dangers, found; other sentences, false alarms; dangers by police, said so."""

    dangers: int = 0
    found: int = 0
    others: int = 0
    false_alarms: int = 0
    by_police: int = 0
    police_said: int = 0


@dataclass
class Evaluation:
    """The figures by language and over all, the mistakes as lines of text, and milliseconds of each sentence."""

    figures: dict[str, CategoryFigures | DangerFigures] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_category: dict[str, CategoryFigures] = field(default_factory=dict)
    milliseconds: list[float] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        """Return the milliseconds within which this share of the sentences was understood."""
        ordered = sorted(self.milliseconds)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


def parse_sentences(text: str) -> tuple[bool, list[dict[str, str]]]:
    """Return whether a CSV text labels danger (else categories), and its rows.

    Raises WrongColumns with a sentence that says what is wrong.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    columns = tuple(reader.fieldnames or ())
    is_danger = set(DANGER_COLUMNS) <= set(columns)
    if not is_danger and not set(CATEGORY_COLUMNS) <= set(columns):
        raise WrongColumns(
            f"The file has the columns {', '.join(columns) or '(none)'}. It needs {', '.join(CATEGORY_COLUMNS)}"
            f" or {', '.join(DANGER_COLUMNS)}."
        )
    rows, wanted = list(reader), DANGER_COLUMNS if is_danger else CATEGORY_COLUMNS
    for number, row in enumerate(rows, 2):
        if any(row[column] is None for column in wanted) or not row["sentence"].strip():
            raise WrongColumns(f"Row {number} is incomplete.")
    return is_danger, rows


def evaluate_categories(rows: Iterable[Mapping[str, str]], understand: Understand) -> Evaluation:
    """Return how often the first and one of three categories is right, and the district."""
    evaluation = Evaluation()
    for row in rows:
        understanding = _understand_timed(row["sentence"], understand, evaluation)
        right = {row["expected"], *row["acceptable"].split()}
        codes = [proposal.code for proposal in understanding.categories]
        district = understanding.districts[0].code if understanding.districts else ""
        for language in (row["language"], ALL):
            _count_category(_figures(evaluation.figures, language, CategoryFigures), row, right, codes, district)
        _count_category(_figures(evaluation.by_category, row["expected"], CategoryFigures), row, right, codes, district)
        if codes[0] not in right:
            evaluation.confusions[row["expected"], codes[0]] += 1
            score = understanding.category.score
            evaluation.mistakes.append(
                f"[{row['language']}] {row['expected']} → {', '.join(codes)} ({score:.2f}): {row['sentence']}"
            )
        if district != row["district"]:
            evaluation.mistakes.append(
                f"[{row['language']}] district {row['district'] or '(none)'} → {district or '(none)'}:"
                f" {row['sentence']}"
            )
    return evaluation


def _count_category(
    figures: CategoryFigures, row: Mapping[str, str], right: set[str], codes: Sequence[str], district: str
) -> None:
    figures.sentences += 1
    figures.first += codes[0] in right
    figures.among_three += bool(right.intersection(codes))
    figures.districts += bool(row["district"])
    figures.districts_right += bool(row["district"]) and district == row["district"]
    figures.districts_invented += not row["district"] and bool(district)


def evaluate_danger(rows: Iterable[Mapping[str, str]], understand: Understand) -> Evaluation:
    """Return how many dangers are found, and how many other sentences are false alarms."""
    evaluation = Evaluation()
    for row in rows:
        understanding = _understand_timed(row["sentence"], understand, evaluation)
        is_danger, by_police = row["danger"] == "yes", row["danger"] == "yes" and row["police_is_danger"] == "yes"
        found = understanding.danger is not Danger.NONE
        police_said = understanding.danger is Danger.POLICE
        for language in (row["language"], ALL):
            figures = _figures(evaluation.figures, language, DangerFigures)
            figures.dangers += is_danger
            figures.found += is_danger and found
            figures.others += not is_danger
            figures.false_alarms += not is_danger and found
            figures.by_police += by_police
            figures.police_said += by_police and police_said
        if found != is_danger or (is_danger and police_said != by_police):
            expected = Danger.POLICE if by_police else Danger.NOW if is_danger else Danger.NONE
            evaluation.confusions[expected.value, understanding.danger.value] += 1
            evaluation.mistakes.append(
                f"[{row['language']}] {expected} → {understanding.danger} ({understanding.danger_score:.2f}):"
                f" {row['sentence']}"
            )
    return evaluation


def _understand_timed(sentence: str, understand: Understand, evaluation: Evaluation) -> Understanding:
    started = process_time()
    understanding = understand(sentence)
    evaluation.milliseconds.append((process_time() - started) * 1000)
    return understanding


def _figures(by_key: dict, key: str, kind: type) -> CategoryFigures | DangerFigures:
    return by_key.setdefault(key, kind())
