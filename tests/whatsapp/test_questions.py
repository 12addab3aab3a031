"""Questions for the complainant: one at a time, with the facts needed, answered with one tap."""

import pytest

from complaints.models import Complaint, ContactClaim, Event
from complaints.rules.statuses import Outcome
from tests.whatsapp.simulated_phone import Phone
from tests.whatsapp.test_own_complaints import writes
from tests.whatsapp.transcripts import choices, tap_id, words
from tests.world import clock

REPORT = "The man was arrested and the television was found in his house."


def resolved(world, *, category="property_crime", outcome=Outcome.FIR_REGISTERED, **answers) -> Complaint:
    """Return Ayesha's complaint, reported with an FIR, accepted and verified on the first day."""
    complaint = world.in_inquiry(category=category, holder="dania", **answers)
    fir = {"fir_number": "112/26", "fir_station": "Gulberg"} if outcome is Outcome.FIR_REGISTERED else {}
    world.dania.reports(complaint, "12:00", outcome, words=REPORT, **fir)
    world.farah.does("accept", complaint, "13:00")
    verifier = world.nadia if complaint.is_sensitive else world.salma
    verifier.does("verify", complaint, "14:00", verdict="satisfied")
    assert complaint.status == "resolved"
    return complaint


def opens(world, client, complaint: Complaint, *, at="15:00", language="2") -> tuple[Phone, dict]:
    """Return Ayesha's phone, and what it shows of the complaint."""
    phone = Phone(client=client, at=clock(at))
    phone.writes("Salam")
    phone.writes(language)
    (answer,) = phone.writes(complaint.etag)
    return phone, answer


def titles(answer: dict) -> list[str]:
    return [title for _, title, _ in choices(answer)]


def status(complaint: Complaint) -> str:
    return Complaint.objects.unscoped("test").get(pk=complaint.pk).status


@pytest.mark.slow
def test_is_it_solved_is_asked_with_number_matter_report_and_fir_and_answers_of_equal_weight(world, client):
    complaint = resolved(world)
    _, answer = opens(world, client, complaint)
    shown = words(answer)
    for part in (complaint.spaced_etag, "Theft or damage", "FIR registered", "112/26", REPORT, "Is it solved?"):
        assert part in shown, part
    assert answer["interactive"]["type"] == "button"
    assert titles(answer) == ["Yes, solved", "No, not solved", "Partly solved"]
    assert status(complaint) == "resolved"


@pytest.mark.mostly_slow
@pytest.mark.parametrize("language", ["1", "2", "3"])
@pytest.mark.parametrize(
    ("place", "move", "said"), [(0, "close", None), (1, "object", "not_solved"), (2, "object", "partly")]
)
def test_each_answer_takes_one_tap_in_every_language(world, client, language, place, move, said):
    complaint = resolved(world)
    phone, answer = opens(world, client, complaint, language=language)
    phone.taps(list(choices(answer))[place][0])
    event = Event.objects.filter(complaint=complaint).order_by("-seq").first()
    assert event.kind == move
    assert said is None or f'"answer":"{said}"' in event.body.replace(": ", ":")


@pytest.mark.slow
def test_after_no_or_partly_it_can_be_said_what_is_missing(world, client):
    complaint = resolved(world)
    phone, answer = opens(world, client, complaint)
    asked = phone.taps(tap_id([answer], "Partly solved"))
    assert "What is still missing?" in words(asked[0])
    writes(phone, "The remote control.")
    last = Event.objects.filter(complaint=complaint).order_by("-seq").first()
    assert (last.kind, last.words.text) == ("add", "The remote control.")


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("said", ["yes", "haan", "جی ہاں", "1"])
def test_a_typed_yes_answers_the_question_that_is_asked(world, client, said):
    complaint = resolved(world)
    phone, _ = opens(world, client, complaint)
    phone.writes(said)
    assert status(complaint) == "closed"


def test_opening_and_looking_at_other_steps_answers_nothing(world, client):
    complaint = resolved(world)
    phone, _ = opens(world, client, complaint)
    (others,) = phone.writes("more")
    assert titles(others) == ["Add something", "I am being pressured", "Nothing now"]
    phone.writes("3")
    phone.writes(complaint.etag)
    assert status(complaint) == "resolved"


def test_while_a_contact_is_claimed_only_that_is_asked_and_yes_confirms_it(world, client):
    """The report came before the complainant had said whether anybody spoke to them."""
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.records_contact(complaint, "09:30")
    phone, answer = opens(world, client, complaint, at="10:00")
    assert "says that they spoke to you" in words(answer)
    assert "solved" not in words(answer).lower()
    assert titles(answer) == ["Yes, to me", "Someone else did", "No, nobody did"]
    phone.taps(tap_id([answer], "Someone else did"))
    assert ContactClaim.objects.get().answer == "someone_else"


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("category", ["financial_crime", "bribe_demand"])
@pytest.mark.parametrize("stage", ["in inquiry", "resolved"])
def test_the_rows_and_answers_are_the_same_after_pressure_was_reported(world, client, category, stage):
    def shown(pressed: bool) -> list:
        if stage == "resolved":
            complaint = resolved(world, category=category, outcome=Outcome.RELIEF_GRANTED)
        else:
            complaint = world.in_inquiry(category=category, holder="dania")
        if pressed:
            world.ayesha.does("report_pressure", complaint, "14:30")
        phone, answer = opens(world, client, complaint)
        first_row = next(choices(answer))[0]
        if stage == "resolved":
            return [titles(answer), titles(phone.writes("more")[0]), said(phone.taps(first_row))]
        asked = said(phone.taps(tap_id([answer], "I wish to withdraw")))
        return [titles(answer), asked, said(phone.writes("My own wish."))]

    def said(answers: list[dict]) -> list[str]:
        return [words(one) for one in answers]

    assert shown(pressed=False) == shown(pressed=True)


def test_there_is_one_row_to_withdraw(world, client):
    _, answer = opens(world, client, world.in_inquiry())
    assert [title for title in titles(answer) if "ithdraw" in title] == ["I wish to withdraw"]


def test_the_matter_of_a_confidential_complaint_is_not_named(world, client):
    complaint = resolved(world, category="gender_harassment", outcome=Outcome.RELIEF_GRANTED)
    _, answer = opens(world, client, complaint)
    assert "harassment" not in words(answer).lower()
