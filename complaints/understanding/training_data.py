"""The sentences from which the models are trained, and how their labels are read."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from complaints.understanding.phrases import DANGER_LABELS
from complaints.understanding.training import Example, make_example
from complaints.understanding.word_groups import DATA

CATEGORY_FILES = (
    *("roman_a.csv", "roman_b.csv", "urdu.csv", "english.csv", "english_more.csv"),
    *("english_circumstances.csv", "more.csv", "short.csv", "circumstances_more.csv"),
)
DANGER_FILES = ("danger.csv", "danger_second.csv", "danger_more.csv", "danger_short.csv", "danger_circumstances.csv")
"""The writer of the English and the danger *circumstances* wrote the third set in `development/`, that of
`circumstances_more.csv` the fourth."""
HARMLESS_FILES = CATEGORY_FILES[:-1]
"""Files whose harmless sentences train the danger model. Its threshold was chosen without the last file."""
HARMLESS_CATEGORIES = frozenset(
    {
        *("bribe_demand", "change_of_investigation", "cybercrime", "false_fir", "faulty_investigation"),
        *("financial_crime", "fir_not_registered", "innocent_arrested", "khidmat_markaz", "land_grab"),
        *("licence_service", "misbehaviour", "other", "overseas_other", "overseas_property", "police_family"),
        *("property_crime", "slackness", "suggestion", "traffic", "vehicle_theft", "verification_delay"),
    }
)
"""Categories that do not imply danger by themselves."""
CATEGORY_DIGEST = DATA / "category_model.sha256"
"""The digest of what the stored model of categories was trained from (complaints.understanding.training)."""
EVERY = 16
"""Every sixteenth harmless sentence trains the danger model. With more of them, danger would be too rare."""
ACCEPTABLE_SHARE = 0.25
"""The part of a sentence's target that its other acceptable categories share."""


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file as dictionaries."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def category_rows() -> Iterator[dict[str, str]]:
    """Return the training sentences with their category."""
    return (row for name in CATEGORY_FILES for row in read_rows(DATA / name))


def danger_rows() -> Iterator[dict[str, str]]:
    """Return the training sentences with their danger.

    They include short texts and some sentences of harmless categories, so that a word such as *SHO* alone does not
    count as danger.
    """
    yield from (row for name in DANGER_FILES for row in read_rows(DATA / name))
    rows = (row for name in HARMLESS_FILES for row in read_rows(DATA / name))
    harmless = [row for row in rows if row["expected"] in HARMLESS_CATEGORIES]
    short = {row["sentence"] for row in read_rows(DATA / "short.csv")}
    for number, row in enumerate(harmless):
        if row["sentence"] in short or number % EVERY == 0:
            yield {**row, "danger": "no", "police_is_danger": "no"}


def category_example(row: Mapping[str, str]) -> Example:
    """Return the example of a row with the columns sentence, expected and acceptable."""
    acceptable = row["acceptable"].split()
    target = {row["expected"]: 1.0 - ACCEPTABLE_SHARE * bool(acceptable)}
    for code in acceptable:
        target[code] = target.get(code, 0.0) + ACCEPTABLE_SHARE / len(acceptable)
    return make_example(row["sentence"], target)


def danger_label(row: Mapping[str, str]) -> str:
    """Return the label of a row with the columns danger and police_is_danger."""
    danger, police, none = DANGER_LABELS
    if row["danger"] != "yes":
        return none
    return police if row["police_is_danger"] == "yes" else danger


def danger_example(row: Mapping[str, str]) -> Example:
    """Return the example of a row with the columns sentence, danger and police_is_danger."""
    return make_example(row["sentence"], {danger_label(row): 1.0})
