"""Notes between officers on a complaint: only officers read them, and the page says so."""

from html import unescape

import pytest
from django.test import Client

from complaints.models import Event, Words
from complaints.services.clocks import report_clock_runs
from notifications.models import Message
from sla.services.sweeping import sweep
from tests.citizen.conftest import Visitor
from tests.desk.conftest import forms, offered
from tests.documents.reading import words
from tests.legal_forms import review_forms
from tests.world import clock

SECRET = "The dealer's brother sits in our office."


def page(answer) -> str:
    return unescape(answer.content.decode())


@pytest.mark.slow
def test_officers_write_to_one_another_and_no_clock_turns(world, seat):
    complaint = world.in_inquiry()
    before = [(run.due_at, run.ended_at) for run in report_clock_runs(complaint)]
    for number, writer in enumerate((world.bilal, world.dania, world.farah, world.salma, world.zara)):
        assert "note" in forms(seat(writer).opens(complaint, "11:00"))
        assert seat(writer).posts(complaint, "note", "11:05", words=f"Note {number}.").status_code == 302
    html = page(seat(world.usman).opens(complaint, "12:00"))
    assert all(f"Note {number}." in html for number in range(5))
    assert "Inspector Bilal wrote a note." in html
    assert [(run.due_at, run.ended_at) for run in report_clock_runs(complaint)] == before


def test_the_words_stand_in_a_row_of_their_own_and_their_digest_in_the_chain(world):
    complaint = world.in_inquiry()
    event = world.bilal.does("note", complaint, "11:00", words=SECRET)
    said = Words.objects.get(event=event)
    assert (said.text, said.for_citizen) == (SECRET, False)
    assert SECRET not in event.body
    assert '"words":null' not in event.body.replace(" ", "")


@pytest.mark.parametrize("who", ["hina", "asad", "latif"])
def test_whoever_has_no_say_in_it_writes_none(world, seat, who):
    complaint = world.in_inquiry()
    reader = seat(world.people[who])
    answer = reader.opens(complaint, "11:00")
    assert "note" not in (offered(answer) if answer.status_code == 200 else set())
    assert reader.posts(complaint, "note", "11:05", words="Hello.").status_code in {403, 404}
    assert not Event.objects.filter(complaint=complaint, kind="note").exists()


def test_an_empty_note_is_refused_beside_its_field(world, seat):
    complaint = world.in_inquiry()
    answer = seat(world.bilal).posts(complaint, "note", "11:00", words="  ")
    assert answer.status_code == 422
    assert "Please fill this in." in page(answer)


def test_it_looks_different_from_what_the_citizen_reads(world, seat):
    complaint = world.in_inquiry()
    world.bilal.does("note", complaint, "11:00", words="Between us.")
    world.bilal.does("tell_citizen", complaint, "11:10", words="For her.")
    answer = seat(world.bilal).opens(complaint, "12:00")
    entries = {entry["words"]: entry for entry in answer.context["entries"] if entry.get("words")}
    assert (entries["Between us."]["internal"], entries["Between us."]["is_note"]) == (True, True)
    assert (entries["For her."]["for_citizen"], entries["For her."]["is_note"]) == (True, False)
    html = page(answer)
    assert reader_of(html, "Between us.") == "Only officers read this"
    assert reader_of(html, "For her.") == "The complainant reads this"
    acts = html.split('data-move="tell_citizen"')[1].split("</form>")[0]
    assert "The complainant reads this" in acts
    assert "Only officers read this" in html.split('data-move="note"')[1].split("</form>")[0]


def reader_of(html: str, words: str) -> str:
    """Return who reads the text, according to the last label before it."""
    before = html.split(words)[0]
    return max(("Only officers read this", "The complainant reads this"), key=before.rfind)


@pytest.mark.slow
def test_the_complainant_never_sees_one(world):
    review_forms(world)
    complaint = world.in_inquiry()
    world.bilal.does("note", complaint, "11:00", words=SECRET)
    sweep(at=clock("+6d 09:00"))
    ayesha = Visitor()
    seen = [ayesha.opens(complaint, "+6d 10:00"), Client().get(f"/track/{complaint.etag}/")]
    assert not [answer for answer in seen if SECRET in page(answer) or "wrote a note" in page(answer)]
    petition = ayesha.get(f"/track/{complaint.etag}/mine/petition.pdf", "+6d 10:00")
    assert petition["Content-Type"] == "application/pdf"
    assert SECRET not in words(petition.content)


def test_it_tells_nobody(world):
    complaint = world.in_inquiry()
    before = Message.objects.count()
    world.bilal.does("note", complaint, "11:00", words=SECRET)
    assert Message.objects.count() == before
