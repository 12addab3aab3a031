"""Canned replies of supervisors: who manages them, where they are offered, and how they are filled in."""

import re
from html import unescape

import pytest
import time_machine

from complaints.models import CannedReply, Category, Event
from desk.rules import reply_placeholders as rules
from desk.services.prepared_texts import save_prepared_text
from desk.services.reply_writing import ReplyContent, save_reply
from tests.desk.conftest import Seat, address
from tests.world import Person, clock

LIST = "/desk/replies/"
NEW = f"{LIST}new/"
TYPED = {"move": "ask_citizen", "category": "", "language": "en", "title": "Which bank", "text": "Bank of {etag}?"}


def page(answer) -> str:
    return unescape(answer.content.decode())


def posts(seat: Seat, path: str, **typed):
    with time_machine.travel(clock("09:00"), tick=False):
        return seat.client.post(path, typed)


def gets(seat: Seat, path: str):
    return seat.get(path, "09:00")


def written(by: Person, title: str, text: str = "Words.", *, move="ask_citizen", language="en", category=None):
    kind = Category.objects.get(code=category).pk if category else None
    return save_reply(ReplyContent(move, kind, language, title, text), by=by.actor, at=clock("08:00"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Your number is {etag}, held by {officer}.", []),
        ("Dear {name}, of {ETAG}: {name}", ["{name}", "{ETAG}"]),
        ("A brace { alone", ["{"]),
        ("}{", ["}", "{"]),
        ("{{etag}}", ["{", "}"]),
        ("{}", ["{}"]),
    ],
)
def test_what_nobody_fills_in_is_found_by_its_name(text, names):
    assert rules.unknown_placeholders(text) == names


def test_a_value_is_never_read_as_a_place_and_a_missing_one_shows():
    values = {"officer": "{etag}", "etag": "2648"}
    assert rules.fill_placeholders("{officer} {etag} {deadline}", values) == "{etag} 2648 …"


def test_a_supervisor_writes_changes_and_removes_a_reply(world, seat):
    dania = seat(world.dania)
    assert posts(dania, NEW, **TYPED).status_code == 302
    reply = CannedReply.objects.get()
    assert (reply.office, reply.changed_by) == (world.dania.posting.office, world.dania.posting)
    assert "Which bank" in page(gets(dania, LIST))
    assert posts(dania, f"{LIST}{reply.pk}/", **TYPED | {"title": "Which of the banks"}).status_code == 302
    assert "Which of the banks" in page(gets(dania, f"{LIST}?move=ask_citizen"))
    assert "Which of the banks" not in page(gets(dania, f"{LIST}?move=reject"))
    assert posts(dania, f"{LIST}{reply.pk}/remove/").status_code == 302
    assert not CannedReply.objects.exists()


def test_an_unknown_name_is_refused_and_nothing_typed_is_lost(world, seat):
    answer = posts(seat(world.dania), NEW, **TYPED | {"text": "Dear {name}, write to {officer}."})
    html = page(answer)
    assert answer.status_code == 422
    assert "Unknown placeholders: {name}. You can use: {etag}" in html
    assert "Dear {name}, write to {officer}." in html
    assert not CannedReply.objects.exists()


def test_two_of_one_list_have_two_titles(world, seat):
    written(world.dania, "Which bank")
    answer = posts(seat(world.dania), NEW, **TYPED)
    assert answer.status_code == 422
    assert "A reply with this title already exists for this step, category and language." in page(answer)


@pytest.mark.parametrize("who", ["bilal", "salma", "hina", "zara", "asad"])
def test_for_whoever_supervises_nobody_there_is_no_such_page(world, seat, who):
    reader, reply = seat(world.people[who]), written(world.dania, "Which bank")
    for path in (LIST, NEW, f"{LIST}{reply.pk}/"):
        assert gets(reader, path).status_code == 404
    assert posts(reader, f"{LIST}{reply.pk}/remove/").status_code == 404
    assert CannedReply.objects.filter(pk=reply.pk).exists()


def test_a_supervisor_changes_those_below_and_not_those_above_or_elsewhere(world, seat):
    above, own = written(world.farah, "Of the division"), written(world.dania, "Of the circle")
    elsewhere = written(world.rashid, "Of Multan")
    dania, farah = seat(world.dania), seat(world.farah)
    html = page(gets(dania, LIST))
    assert ("Of the division" in html, "Of the circle" in html, "Of Multan" in html) == (True, True, False)
    assert gets(dania, f"{LIST}{own.pk}/").status_code == 200
    assert gets(dania, f"{LIST}{above.pk}/").status_code == 404
    assert gets(dania, f"{LIST}{elsewhere.pk}/").status_code == 404
    assert gets(farah, f"{LIST}{own.pk}/").status_code == 200


def test_the_form_offers_those_of_the_line_for_its_step_and_category_the_complainants_language_first(world, seat):
    complaint = world.in_inquiry(language="ur")
    for title, more in {
        "English": {},
        "اردو": {"language": "ur"},
        "For fraud": {"language": "ur", "category": "financial_crime"},
        "For threats": {"language": "ur", "category": "threats"},
        "To refuse": {"move": "reject"},
    }.items():
        written(world.dania, title, **more)
    written(world.rashid, "Of Multan")
    acts = {act.name: act for act in seat(world.bilal).opens(complaint, "11:00").context["acts"]}
    offered = [(language, [title for _, title in rows]) for language, rows in acts["ask_citizen"].reply_groups]
    assert offered == [("اردو", ["For fraud", "اردو"]), ("English", ["English"])]
    assert acts["submit_report"].replies == []


def test_using_one_fills_the_words_without_sending_them_and_loses_nothing(world, seat):
    complaint = world.in_inquiry()
    reply = written(world.dania, "Found", "{etag} at {office}, until {deadline}.", move="submit_report")
    bilal = seat(world.bilal)
    answer = bilal.posts(
        complaint, "submit_report", "11:00", use_reply="1", reply=reply.pk, outcome="referred", fir_number="12/26"
    )
    assert answer.status_code == 200
    form = next(act.form for act in answer.context["acts"] if act.name == "submit_report")
    assert form["words"].value() == f"{complaint.spaced_etag} at Gulberg Circle, until 28 November 2026, 09:00."
    assert (form["outcome"].value(), form["fir_number"].value()) == ("referred", "12/26")
    assert not form.errors
    assert not Event.objects.filter(complaint=complaint, kind="submit_report").exists()


def test_a_reply_speaks_its_own_language_on_an_english_desk(world, seat):
    complaint = world.in_inquiry()
    reply = written(world.dania, "سوالات", "دفتر: {office}، افسر: {officer}", language="ur")
    answer = seat(world.bilal).posts(complaint, "ask_citizen", "11:00", use_reply="1", reply=reply.pk)
    form = next(act.form for act in answer.context["acts"] if act.name == "ask_citizen")
    assert "دفتر: گلبرگ سرکل" in form["words"].value()
    assert "بلال" in form["words"].value()


@pytest.mark.parametrize("chosen", ["", "999999", "x"])
def test_without_a_choice_what_was_typed_stays(world, seat, chosen):
    complaint = world.in_inquiry()
    answer = seat(world.bilal).posts(
        complaint, "ask_citizen", "11:00", use_reply="1", reply=chosen, words="Half a question"
    )
    form = next(act.form for act in answer.context["acts"] if act.name == "ask_citizen")
    assert form["words"].value() == "Half a question"


def test_the_form_that_comes_back_filled_in_is_the_one_that_stands_open(world, seat):
    """Browsers keep one of a group open: the first that has the attribute."""
    complaint = world.in_inquiry()
    reply = written(world.dania, "Monday", "On Monday.", move="tell_citizen")
    bilal = seat(world.bilal)
    assert opened(bilal.opens(complaint, "11:00")) != ["tell_citizen"]
    answer = bilal.posts(complaint, "tell_citizen", "11:00", use_reply="1", reply=reply.pk)
    assert opened(answer) == ["tell_citizen"]
    assert opened(bilal.posts(complaint, "tell_citizen", "11:05", words="")) == ["tell_citizen"]


def opened(answer) -> list[str]:
    return re.findall(r'data-move="(\w+)" open', page(answer))


def test_a_chosen_reply_stands_before_what_a_clerk_has_prepared(world, seat):
    complaint = world.in_inquiry()
    save_prepared_text(complaint.pk, "ask_citizen", "The clerk's words.", by=world.hina.actor, at=clock("10:30"))
    reply = written(world.dania, "Which bank", "The reply's words.")
    answer = seat(world.bilal).posts(complaint, "ask_citizen", "11:00", use_reply="1", reply=reply.pk)
    form = next(act.form for act in answer.context["acts"] if act.name == "ask_citizen")
    assert form["words"].value() == "The reply's words."


def test_nobody_uses_one_for_a_step_that_is_not_theirs(world, seat):
    complaint = world.in_inquiry()
    reply = written(world.dania, "Which bank")
    assert seat(world.farah).posts(complaint, "ask_citizen", "11:00", use_reply="1", reply=reply.pk).status_code == 403


def test_who_writes_past_the_sessions_end_is_given_back_what_they_typed(world, client):
    answer = client.post(NEW, TYPED)
    assert answer.status_code == 401
    assert "Bank of {etag}?" in page(answer)


def test_what_is_sent_by_an_old_link_never_reaches_the_form(world, seat):
    complaint = world.in_inquiry()
    assert seat(world.bilal).get(f"{address(complaint)}ask_citizen/", "11:00", reply="1").status_code == 302
