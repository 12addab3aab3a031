"""Help with drafting: off by default, never for a confidential complaint, and nothing typed is replaced."""

import pytest

from complaints.models import Event

STAND_IN = "tests.desk.test_drafting_help.suggest"
BUTTON = 'name="draft_help"'
asked = []


def suggest(request):
    """The stand-in of a package."""
    asked.append(request)
    return {"words": f"Suggested from: {request.statement}", "relief": "Suggested relief.", "outcome": "not_proved"}


def failing(request):
    raise RuntimeError(f"The package cannot read: {request.statement}")


@pytest.fixture(autouse=True)
def nothing_asked():
    asked.clear()


def form_after(seat_, complaint, **typed):
    answer = seat_.previews(complaint, "submit_report", "12:00", draft_help="1", **typed)
    assert answer.status_code == 200
    return next(act.form for act in answer.context["acts"] if act.name == "submit_report")


def test_without_a_plug_in_there_is_no_button(world, seat):
    assert BUTTON not in seat(world.bilal).opens(world.in_inquiry(), "11:00").content.decode()


def test_empty_fields_are_filled_and_nothing_typed_is_replaced(world, seat, settings):
    settings.DRAFTING_HELP = STAND_IN
    complaint, bilal = world.in_inquiry(), seat(world.bilal)
    assert BUTTON in bilal.opens(complaint, "11:00").content.decode()
    form = form_after(bilal, complaint, words="My own finding.", outcome="relief_granted")
    assert form["words"].value() == "My own finding."
    assert form["relief"].value() == "Suggested relief."
    assert form["outcome"].value() == "relief_granted"
    assert not Event.objects.filter(complaint=complaint, kind="submit_report").exists()
    assert asked[0].typed["words"] == "My own finding."
    assert form.drafted == ["Relief given"]


def test_a_confidential_complaint_is_never_given_to_a_plug_in(world, seat, settings):
    settings.DRAFTING_HELP = STAND_IN
    complaint = world.in_inquiry()
    type(complaint).objects.unscoped("test").filter(pk=complaint.pk).update(confidential=True)
    bilal = seat(world.bilal)
    assert BUTTON not in bilal.opens(complaint, "11:00").content.decode()
    form_after(bilal, complaint, words="My own finding.")
    assert asked == []


def test_a_plug_in_is_asked_for_nobody_but_the_holder(world, seat, settings):
    settings.DRAFTING_HELP = STAND_IN
    complaint = world.in_inquiry()
    for who, status in (("dania", 403), ("hina", 403), ("salma", 403), ("latif", 404)):
        answer = seat(world.people[who]).previews(complaint, "submit_report", "12:00", draft_help="1")
        assert answer.status_code == status
    assert asked == []


def test_a_broken_plug_in_costs_nothing_typed_and_logs_no_statement(world, seat, settings, caplog):
    settings.DRAFTING_HELP = STAND_IN.replace("suggest", "failing")
    complaint = world.in_inquiry()
    form = form_after(seat(world.bilal), complaint, words="My own finding.")
    assert form["words"].value() == "My own finding."
    assert "RuntimeError" in caplog.text
    assert complaint.statement.text not in caplog.text


@pytest.mark.slow
def test_the_page_says_which_fields_a_program_wrote_or_that_there_is_no_draft(world, seat, settings):
    complaint, bilal = world.in_inquiry(), seat(world.bilal)
    for name, said in (
        ("suggest", "Draft made by a program: Relief given."),
        ("failing", "There is no draft for the empty fields. Write the report as usual."),
    ):
        settings.DRAFTING_HELP = STAND_IN.replace("suggest", name)
        answer = bilal.previews(complaint, "submit_report", "12:00", draft_help="1", words="My own finding.")
        assert said in answer.content.decode()
