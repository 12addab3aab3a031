"""A record comes out the same each time, and a difference is reported (docs/test-lanes.md)."""

import os
import subprocess
import sys

import pytest

from tests.architecture.test_code import ROOT
from tests.depth import only_deep
from tests.golden import normalise, record
from tests.golden.record import Entry, Renames

ONLY = "^(routes stranger|chat chori)"


@only_deep
@pytest.mark.slow
@pytest.mark.usefixtures("servers")
def test_two_runs_make_the_same_record(tmp_path):
    first, second = (_make_record(tmp_path / name) for name in ("first", "second"))
    assert {section for section, _ in first} == {"routes", "chat"}
    assert record.differences(first, second) == {}


def _make_record(folder):
    command = [sys.executable, "-m", "tests.golden", "record", "--only", ONLY, "--workers", "1"]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"GOLDEN_FOLDER": str(folder)}, check=True, capture_output=True)
    return record.read(folder / record.folder_name("record", ONLY))


def test_each_kind_of_difference_is_named():
    old = {("routes", "a"): Entry("200", 3, "x"), ("routes", "gone"): Entry("200", 1, "y")}
    new = {("routes", "a"): Entry("302", 4, "z"), ("routes", "new"): Entry("200", 1, "y")}
    assert record.differences(old, new) == {
        ("routes", "a"): "status 200 → 302, statements 3 → 4, text",
        ("routes", "gone"): "is gone",
        ("routes", "new"): "is new",
    }


def test_new_names_are_taken_back_as_whole_words(tmp_path):
    (tmp_path / "renames.toml").write_text('[rows]\nrecord_contact = "contact_recorded"\n')
    renames = Renames(tmp_path / "renames.toml")
    assert renames.back("rows", "kind: contact_recorded") == "kind: record_contact"
    assert renames.back("rows", "contact_recorded_at") == "contact_recorded_at"
    assert renames.back("pages", "contact_recorded") == "contact_recorded"


def test_two_old_names_may_not_become_one(tmp_path):
    (tmp_path / "renames.toml").write_text('[rows]\na = "c"\nb = "c"\n')
    with pytest.raises(ValueError, match="the same new one in: rows"):
        Renames(tmp_path / "renames.toml")


def test_equal_values_have_equal_placeholders():
    text = "264819073555 and 2648 1907 3555, 2653 6219 6615; +923001112233"
    assert normalise.numbered(text) == "⟨etag 1⟩ and ⟨etag 1⟩, ⟨etag 2⟩; +923001112233"


def test_only_white_space_that_shows_is_kept():
    assert normalise.html("<ul>\n  <li>a <b>c</b></li></ul>") == normalise.html("<ul><li>a  <b>c</b>\n</li>\n</ul>")
    assert normalise.html("<b>a</b> <b>c</b>") != normalise.html("<b>a</b><b>c</b>")
