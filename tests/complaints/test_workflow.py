"""The declarations of the workflow are complete and pure, every page has a form, and the manual is current."""

import ast
from dataclasses import replace

import pytest
from django.conf import settings
from django.utils.translation import override

from citizen.complaint_page.available_moves import MOVE_FORMS as CITIZENS_FORMS
from complaints.services.move_effects import MOVE_EFFECTS
from complaints.workflow import manual
from complaints.workflow.declaration import Move, SentenceByActor
from complaints.workflow.table import KINDS, MOVES, TOPICS, assemble_kinds
from desk.linked_complaints.link_or_merge_page import JOIN_FORMS as JOINING_FORMS
from desk.moves.form_table import FORMS

FOLDER = settings.BASE_DIR / "complaints" / "workflow"


def test_a_kind_that_is_declared_twice_is_refused():
    mark = MOVES["mark"]
    with pytest.raises(ValueError, match="mark is declared twice"):
        assemble_kinds([mark, replace(mark)])


def test_every_declaration_of_a_topic_is_in_the_table():
    declared = {value for topic in TOPICS for value in vars(topic).values() if isinstance(value, type(KINDS["told"]))}
    assert declared <= set(KINDS.values())
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "declaration", "table", "manual"}
    assert files == {topic.__name__.rpartition(".")[2] for topic in TOPICS}


def test_every_move_with_a_page_has_a_form_and_every_form_a_page():
    assert set(FORMS) == {name for name, move in MOVES.items() if move.page}
    assert set(CITIZENS_FORMS) == {name for name, move in MOVES.items() if move.citizens_page}
    assert set(JOINING_FORMS) <= set(MOVES)


def test_every_effect_on_the_row_is_of_a_move():
    assert set(MOVE_EFFECTS) <= set(MOVES)


def test_two_approvals_name_each_other_and_their_columns():
    approvals = {name: move for name, move in MOVES.items() if move.other_approval}
    assert all(
        approvals[move.other_approval].other_approval == name and move.approval_column
        for name, move in approvals.items()
    )


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_a_sentence_for_officers(name):
    said = KINDS[name].sentences.officer
    texts = [text for text in vars(said).values() if text] if isinstance(said, SentenceByActor) else [said]
    assert texts
    assert all(callable(text) or str(text) for text in texts)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_the_declarations_take_nothing_of_django_but_translations(path):
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    modules = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    modules |= {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    assert {module for module in modules if module.startswith("django")} <= {"django.utils.translation"}


def test_moves_are_kinds_with_sources_and_somebody_who_takes_them():
    assert all(move.sources and move.by for move in MOVES.values())
    assert all(isinstance(KINDS[name], Move) for name in MOVES)


def test_the_manual_is_current():
    with override("en"):
        expected = manual.render_manual_page()
    written = (settings.BASE_DIR / "docs" / "manual" / "workflow.md").read_text(encoding="utf-8")
    assert written == expected, "run manage.py write_workflow"
