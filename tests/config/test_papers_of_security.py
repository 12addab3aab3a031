"""Tests named in the documents about security and accessibility exist, and no ASVS requirement is left out."""

import re

import pytest

from tests.databases import ROOT

SHORT_PAPERS = ["SECURITY.md", "docs/accessibility.md"]
PAPERS = ["docs/asvs.md", "docs/threat-model.md", *SHORT_PAPERS]
ASVS = (ROOT / "docs/asvs.md").read_text()
NAMED = re.compile(r"`([\w/]+\.py)(?:::(test_\w+))?`")
# How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has, numbered from 1 without a gap.
SECTIONS = {
    "V1.1": 2, "V1.2": 9, "V1.3": 11, "V1.4": 3, "V1.5": 2, "V2.1": 3, "V2.2": 3, "V2.3": 4, "V2.4": 1,
    "V3.2": 2, "V3.3": 4, "V3.4": 6, "V3.5": 5, "V3.7": 2, "V4.1": 3, "V4.2": 1, "V4.3": 2, "V4.4": 4,
    "V5.1": 1, "V5.2": 3, "V5.3": 2, "V5.4": 3, "V6.1": 3, "V6.2": 12, "V6.3": 4, "V6.4": 4, "V6.5": 5,
    "V6.6": 3, "V6.8": 4, "V7.1": 3, "V7.2": 4, "V7.3": 2, "V7.4": 5, "V7.5": 2, "V7.6": 2, "V8.1": 2,
    "V8.2": 3, "V8.3": 1, "V8.4": 1, "V9.1": 3, "V9.2": 4, "V11.1": 2, "V11.2": 3, "V11.3": 3, "V11.4": 4,
    "V11.5": 1, "V11.6": 1, "V12.1": 3, "V12.2": 2, "V12.3": 4, "V13.1": 1, "V13.2": 5, "V13.3": 2, "V13.4": 5,
    "V14.1": 2, "V14.2": 4, "V14.3": 3, "V15.1": 3, "V15.2": 3, "V15.3": 7, "V16.1": 1, "V16.2": 5, "V16.3": 4,
    "V16.4": 3, "V16.5": 3,
}  # fmt: skip
WHOLLY_OUT = {"V10", "V17"}


def missing(file: str, name: str) -> bool:
    """Return whether there is no such test. Test files only: for other files the documents give the path."""
    path = ROOT / "tests" / file
    if not path.exists():
        return not (ROOT / file).exists()
    return bool(name) and not re.search(rf"^def {name}\(", path.read_text(), re.MULTILINE)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_test_that_a_paper_names_exists(paper):
    named = set(NAMED.findall((ROOT / paper).read_text()))
    assert [f"{file}::{name}" for file, name in sorted(named) if missing(file, name)] == []
    assert len(named) > 40 or paper in SHORT_PAPERS


def test_one_that_does_not_exist_is_found():
    assert missing("config/test_logs.py", "test_no_such_thing")
    assert missing("config/test_no_such_file.py", "")
    assert not missing("config/test_papers_of_security.py", "test_one_that_does_not_exist_is_found")


def test_every_requirement_of_levels_one_and_two_has_its_row():
    wanted = [f"{section}.{number}" for section, most in SECTIONS.items() for number in range(1, most + 1)]
    cells = re.findall(r"^\| (V[\d., V]+) \| .{2,} \| .{4,} \|$", ASVS, re.MULTILINE)
    assert [one for cell in cells for one in cell.split(", ")] == wanted
    chapters = dict(re.findall(r"^## (V\d+) .*\n\n(.*)", ASVS, re.MULTILINE))
    assert set(chapters) == {section.partition(".")[0] for section in SECTIONS} | WHOLLY_OUT
    assert [name for name in WHOLLY_OUT if not chapters[name].startswith("Does not apply")] == []


def test_what_is_not_met_is_counted_and_has_its_reason():
    decision = (ROOT / "docs/decisions/0031-logs-metrics-and-asvs.md").read_text()
    rows = re.findall(r"^\| (V[\d.]+) \| .*\*\*(?:not met|wider than asked|unchanging)\*\*.*$", ASVS, re.MULTILINE)
    said = re.findall(r"V[\d.]+\d", ASVS.partition("## Not met")[2])
    assert sorted(rows) == sorted(said)
    assert [one for one in rows if one not in decision] == []
