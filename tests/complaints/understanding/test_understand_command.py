"""`manage.py understand`: figures and mistakes of a file, or what one sentence seems to say."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from complaints.understanding.word_groups import DATA

HERE = DATA / "development"


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("understand", *arguments, stdout=out)
    return out.getvalue()


def test_figures_mistakes_and_milliseconds_of_both_kinds_of_files_are_printed(tmp_path):
    for name in ("first_sentences.csv", "danger_sentences.csv"):
        lines = (HERE / name).read_text(encoding="utf-8").splitlines()[:30]
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
    categories = run(str(tmp_path / "first_sentences.csv"), "--confusions")
    assert "first right" in categories
    assert "Confusions" in categories
    assert "p99" in categories
    assert "Mistakes: " in categories
    assert "false alarms" in run(str(tmp_path / "danger_sentences.csv"))


def test_a_mistake_names_the_sentence_and_both_labels(tmp_path):
    file = tmp_path / "one.csv"
    file.write_text("language,sentence,expected,acceptable,district\nroman,rishwat mangi,traffic,,lahore\n")
    printed = run(str(file), "--confusions")
    assert "[roman] traffic → bribe_demand" in printed
    assert "1  traffic → bribe_demand" in printed
    assert "district lahore → (none)" in printed


def test_one_sentence_is_printed_with_its_words():
    printed = run("--sentence", "SHO ne rishwat mangi, pindi")
    assert "bribe_demand" in printed
    assert "rawalpindi" in printed


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("english,urdu\na,b\n", "has the columns english, urdu"),
        ("language,sentence,danger,police_is_danger\nen,help\n", "Row 2 is incomplete"),
        ("language,sentence,danger,police_is_danger\n", "has no sentences"),
        ("", "has the columns (none)"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_the_reason(tmp_path, content, message):
    file = tmp_path / "other.csv"
    file.write_text(content)
    with pytest.raises(CommandError, match=message.replace("(", r"\(").replace(")", r"\)")):
        run(str(file))


def test_neither_and_both_are_refused_and_a_missing_file_is_named(tmp_path):
    for arguments in ((), ("a.csv", "--sentence", "a")):
        with pytest.raises(CommandError, match="Name a CSV file"):
            run(*arguments)
    with pytest.raises(CommandError, match=r"none\.csv"):
        run(str(tmp_path / "none.csv"))


def test_a_file_that_is_no_text_is_refused(tmp_path):
    file = tmp_path / "photo.csv"
    file.write_bytes(b"\xff\xd8\xff\xe0")
    with pytest.raises(CommandError, match="photo"):
        run(str(file))
