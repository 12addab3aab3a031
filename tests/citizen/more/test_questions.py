"""Each question: answered, skipped, corrected, and refused, without losing typed text."""

from html import unescape

import pytest

from complaints.models import Complaint, Event
from complaints.rules.followup_questions import Question
from tests.citizen.conftest import mistakes, path_of
from tests.citizen.more.conftest import WORD, told
from web.time_zones import CITY_OF_ZONE

IN_ORDER = [
    Question.PLACE,
    Question.WHEN,
    Question.CONCERNS,
    Question.EVIDENCE,
    Question.YOU,
    Question.CONTACT,
    Question.HOURS,
]
HOURS = {"safe_from": "9", "safe_until": "17", "time_zone": "Asia/Riyadh"}
CONTACT = {"phone": "0300 1112233", "email": "", "channel": "", "language": "en"}


def tellings(telling) -> int:
    return Event.objects.filter(complaint=telling.complaint, kind="told").count()


# --- from question to question ----------------------------------------------------------------------------------------


def test_every_question_can_be_skipped_and_the_next_open_one_comes(opened):
    telling = opened(name="")
    question, seen = Question.PLACE, []
    while question not in seen:
        seen.append(question)
        page = telling.sees(question)
        assert "Skip this question" in told(page)
        question = page.context["skip_url"].rstrip("/").rsplit("/", 1)[-1]
    assert seen == IN_ORDER
    assert tellings(telling) == 0


def test_an_answer_leads_to_the_next_open_question_and_a_correction_back_to_the_list(opened):
    telling = opened()
    answer = telling.tells(Question.PLACE, station="gulberg")
    assert path_of(answer) == telling.path(Question.WHEN)
    answer = telling.tells(Question.PLACE, station="garden_town")
    assert path_of(answer) == telling.list_path
    assert "Saved." in told(telling.sees_list())


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("question", [question for question in IN_ORDER if question is not Question.EVIDENCE])
def test_what_is_saved_without_an_answer_tells_nothing_and_goes_on(opened, question):
    telling = opened(name="")
    typed = {Question.CONTACT: CONTACT, Question.HOURS: {"time_zone": "Asia/Karachi"}}.get(question, {})
    answer = telling.tells(question, **typed)
    assert answer.status_code == 302
    assert tellings(telling) == bool(typed)  # keeping the defaults is an answer to these


@pytest.mark.mostly_slow
@pytest.mark.parametrize("question", [*IN_ORDER, Question.BEHALF, Question.AGE, Question.PROTECTION, Question.WORD])
def test_every_question_is_asked_in_urdu_too(world, bashir, question):
    complaint = world.complaint()
    bashir.opens(complaint, "09:30")
    assert bashir.get(f"/track/{complaint.etag}/more/{question}/", "09:40").status_code == 200


# --- what each question stores -------------------------------------------------------------------------------------


def test_the_place(opened):
    telling = opened()
    telling.tells(Question.PLACE, station="gulberg", landmark=" Behind Liberty\u202e ", position="31.52037,74.35875,12")
    kept = telling.now()
    assert (kept.place.code, kept.statement.landmark) == ("gulberg", "Behind Liberty")
    assert kept.statement.position == "31.52037,74.35875,12"
    assert "31.52" not in told(telling.sees(Question.PLACE))
    telling.tells(Question.PLACE, station="gulberg", landmark="Behind Liberty")
    assert telling.now().statement.position == "31.52037,74.35875,12"  # stored, although the page does not repeat it
    telling.tells(Question.PLACE, station="gulberg", landmark="Behind Liberty", no_position="on")
    assert telling.now().statement.position == ""


def test_only_stations_of_the_district_are_offered(opened):
    html = opened().sees(Question.PLACE).content.decode()
    assert 'value="gulberg"' in html
    assert "I don&#x27;t know, or it is not listed" in html
    assert 'value="multan"' not in html


def test_when(opened):
    telling = opened()
    telling.tells(Question.WHEN, happened_on="۲۰/۱۱/۲۰۲۶", about="شام کو")
    kept = telling.now().statement
    assert (str(kept.happened_on), kept.happened_about) == ("2026-11-20", "شام کو")


def test_whom_it_concerns_in_words(opened):
    telling = opened()
    telling.tells(Question.CONCERNS, concerns="A dealer called Jamshed")
    assert telling.now().statement.concerns == "A dealer called Jamshed"


@pytest.mark.slow
def test_an_officer_is_named_by_parts_of_which_one_is_enough(opened):
    telling = opened("bribe_demand")
    assert "Which officer is the complaint about?" in told(telling.sees(Question.CONCERNS))
    telling.tells(Question.CONCERNS, belt="LHR-4411")
    assert telling.now().statement.concerns == "belt number LHR-4411"
    telling.tells(Question.CONCERNS, name="Jamshed", rank="HC", station="gulberg", belt="LHR-4411", more="A white car")
    kept = telling.now().statement
    assert kept.concerns == "Jamshed, Head Constable, Gulberg Police Station, belt number LHR-4411, A white car"
    assert kept.concerned["station"] == "gulberg"
    form = telling.sees(Question.CONCERNS).context["form"]
    assert (form["name"].value(), form["rank"].value()) == ("Jamshed", "HC")


def test_the_ladder_of_seniority_is_the_same_as_at_filing_and_widens_at_once(world, opened):
    telling = opened("bribe_demand")
    telling.tells(Question.CONCERNS, post="SDPO", station="gulberg")
    kept = telling.now()
    assert (kept.statement.concerned["post"], kept.statement.concerned["station"]) == ("SDPO", "gulberg")
    assert not Complaint.objects.visible_to(world.dania.actor).filter(pk=kept.pk).exists()
    page = telling.visitor.get(f"/track/{kept.etag}/mine/", "10:01")
    assert "Gulberg Circle" in [office.name for office in page.context["excluded_offices"]]


def test_officers_can_be_kept_from_a_complaint_that_is_not_about_the_police(world, opened):
    telling = opened()
    assert Complaint.objects.visible_to(world.usman.actor).filter(pk=telling.complaint.pk).exists()
    telling.tells(Question.CONCERNS, concerns="Jamshed, whose brother commands there", post="DPO")
    kept = telling.now()
    assert kept.statement.concerns == "Jamshed, whose brother commands there"
    assert not Complaint.objects.visible_to(world.usman.actor).filter(pk=kept.pk).exists()


@pytest.mark.slow
def test_who_does_not_know_how_senior_they_are_is_asked_whether_it_could_be_an_sp(opened):
    telling = opened("bribe_demand")
    for answer, stored in (("no", "no"), ("", "unknown")):
        telling.tells(Question.CONCERNS, post="unknown", senior_possible=answer)
        assert telling.now().statement.senior_possible == stored
        assert telling.sees(Question.CONCERNS).context["form"]["post"].value() == "unknown"


def test_words_that_were_told_at_a_counter_stand_where_they_can_be_corrected(opened):
    form = opened("bribe_demand", concerns="The fat one").sees(Question.CONCERNS).context["form"]
    assert form["more"].value() == "The fat one"


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"document": "cnic", "number": "35202-1234567-1"}, ("cnic", "3520212345671", "")),
        ({"document": "", "number": "۳۵۲۰۲۱۲۳۴۵۶۷۱"}, ("cnic", "3520212345671", "")),
        ({"document": "passport", "number": "ab 1234567"}, ("passport", "AB1234567", "")),
        ({"document": "b_form", "number": "35202 1234567 1"}, ("b_form", "3520212345671", "")),
        ({"document": "por", "number": "AFG-123/456"}, ("por", "AFG123/456", "")),
        ({"document": "none", "reason": "Taken from me"}, ("none", "", "Taken from me")),
    ],
)
def test_who_they_are(opened, typed, kept):
    telling = opened()
    assert telling.tells(Question.YOU, name="Ayesha Bibi", **typed).status_code == 302
    person = telling.now().complainant
    assert (person.document, person.document_number, person.no_document_reason) == kept
    assert person.name == "Ayesha Bibi"


def test_a_name_alone_is_enough(opened):
    telling = opened(name="")
    telling.tells(Question.YOU, name="Ayesha")
    assert telling.now().complainant.name == "Ayesha"


def test_how_they_are_reached(opened):
    telling = opened()
    page = told(telling.sees(Question.CONTACT))
    assert "It opens your complaint, so you can't change it here." in page  # the phone that received the code
    typed = CONTACT | {"email": "ayesha@example.org", "channel": "email", "language": "ur", "neutral": "on"}
    telling.tells(Question.CONTACT, **typed)
    person = telling.now().complainant
    assert (person.phone, person.email, person.prefers) == ("+923001112233", "ayesha@example.org", "email")
    assert (person.language, person.neutral) == ("ur", True)


def test_a_number_that_was_mistyped_when_filing_is_put_right(world, opened):
    """In the browser that filed. No code has opened the complaint yet."""
    telling = opened()
    telling.complaint = world.complaint("financial_crime", phone="0321 4445560")
    telling.visitor.opens(telling.complaint, "09:35", reached_at="0321 4445560")
    type(telling.now().complainant).objects.update(phone_verified_at=None)
    telling.complaint.access_codes.all().update(used_at=None)
    telling.tells(Question.CONTACT, **CONTACT)
    assert telling.now().complainant.phone == "+923001112233"


def test_when_they_may_be_rung(opened):
    telling = opened()
    answer = telling.tells(Question.HOURS, "10:00", **HOURS, woman_officer="on")
    person = telling.now().complainant
    assert (person.safe_from, person.safe_until, person.time_zone) == (9, 17, "Asia/Riyadh")
    assert person.woman_officer
    assert path_of(answer) == telling.path(Question.PLACE)
    assert "9:00 am to 5:00 pm, Riyadh, a woman officer" in told(telling.sees_list())


def test_hours_that_move_the_contact_say_by_when_it_is_due_now(opened):
    telling = opened()
    telling.tells(Question.HOURS, "10:00", safe_from="18", safe_until="20", time_zone="Asia/Karachi")
    said = told(telling.sees_list("10:01")).replace("\u00a0", " ")
    assert "Saved. An officer will contact you by 7:00 pm today, at the times you chose." in said


def test_a_clock_that_is_not_in_the_list_is_kept(opened):
    telling = opened(time_zone="America/Lima")
    assert "America/Lima" not in CITY_OF_ZONE
    assert "Lima" in told(telling.sees(Question.HOURS))
    telling.tells(Question.HOURS, time_zone="America/Lima", safe_from="9", safe_until="17")
    assert telling.now().complainant.time_zone == "America/Lima"


# --- refused answers ----------------------------------------------------------------------------------------

BAD = [
    (Question.PLACE, {"station": "multan", "landmark": "Kept"}, "station", "not one of the choices"),
    (Question.PLACE, {"landmark": "x" * 201}, "landmark", "too long"),
    (Question.PLACE, {"landmark": "a\x00b"}, "landmark", "characters that we cannot read"),
    (
        Question.PLACE,
        {"position": "nowhere", "landmark": "Kept"},
        "",
        "Share it again, or leave it out and describe the place.",
    ),
    (Question.PLACE, {"position": "51.5,-0.1,9", "landmark": "Kept"}, "", "This location is outside Pakistan"),
    (Question.WHEN, {"happened_on": "yesterday", "about": "Kept"}, "happened_on", "Enter a date like 24/11/2026."),
    (Question.WHEN, {"happened_on": "2026-11-24", "about": "Kept"}, "happened_on", "This date is in the future."),
    (
        Question.WHEN,
        {"about": "Kept", "unknown": "on"},
        "unknown",
        "You gave an answer and also ticked “I don't know”. Remove one of them.",
    ),
    (Question.CONCERNS, {"concerns": "x" * 301}, "concerns", "too long"),
    (
        Question.CONCERNS,
        {"concerns": "Kept", "unknown": "on"},
        "unknown",
        "You gave an answer and also ticked “I don't know”. Remove one of them.",
    ),
    (Question.YOU, {"name": "Kept", "document": "cnic", "number": "12"}, "number", "13 digits"),
    (
        Question.YOU,
        {"name": "Kept", "document": "cnic"},
        "number",
        "Enter the number of this document, or choose “No document”.",
    ),
    (
        Question.YOU,
        {"name": "Kept", "number": "AB123"},
        "number",
        "This is not a CNIC number. Choose above which document it belongs to.",
    ),
    (
        Question.YOU,
        {"name": "Kept", "document": "passport", "number": "?"},
        "number",
        "Enter the letters and digits exactly as printed.",
    ),
    (Question.YOU, {"name": "Kept", "document": "none"}, "reason", "why you have no document"),
    (Question.YOU, {"document": "none", "reason": "Kept", "number": "1"}, "number", "You chose “No document”"),
    (Question.YOU, {"name": "Kept", "document": "library"}, "document", "not one of the choices"),
    (Question.BEHALF, {"behalf": "enemy", "name": "Kept"}, "behalf", "not one of the choices"),
    (Question.AGE, {}, "under_18", "Choose yes or no, or skip the question."),
    (Question.CONTACT, CONTACT | {"email": "Kept"}, "email", "Enter an e-mail address like name@example.com."),
    (Question.CONTACT, CONTACT | {"channel": "email"}, "email", "Enter your e-mail address to get messages by e-mail."),
    (Question.CONTACT, CONTACT | {"language": "fr"}, "language", "not one of the choices"),
    (Question.HOURS, HOURS | {"safe_until": ""}, "safe_until", "Choose both times, or “Any time” for both."),
    (Question.HOURS, HOURS | {"safe_until": "9"}, "safe_until", "Leave at least one hour between them."),
    (Question.HOURS, HOURS | {"time_zone": "Mars/Olympus"}, "time_zone", "not one of the choices"),
    (Question.WORD, {"word": ""}, "word", "Type a word, or skip the question."),
    (Question.WORD, {"word": "abc"}, "word", "too short"),
    (
        Question.WORD,
        {"word": "03001112233"},
        "word",
        "Digits alone, like a birthday or a phone number, are easy to guess.",
    ),
    (Question.WORD, {"word": "pakistan"}, "word", "Choose one that only you would think of."),
    (Question.WORD, {"word": "Ayesha"}, "word", "Other people know this about you."),
]


@pytest.mark.mostly_slow(keep=8)
@pytest.mark.parametrize(("question", "typed", "field", "said"), BAD)
def test_what_cannot_be_taken_is_said_beside_its_field_and_nothing_typed_is_lost(opened, question, typed, field, said):
    telling = opened(name="" if question is not Question.WORD else "Ayesha")
    answer = telling.tells(question, **typed)
    assert answer.status_code == 422
    assert said in (unescape(mistakes(answer)[field]) if field else told(answer))
    assert said in told(answer)  # in the summary above the form
    assert "data-error-summary" in answer.content.decode()
    if "Kept" in typed.values():
        assert "Kept" in answer.content.decode()
    assert tellings(telling) == 0


def test_an_officer_s_parts_that_are_too_long_together_say_by_how_much(opened):
    telling = opened("bribe_demand")
    answer = telling.tells(Question.CONCERNS, name="x" * 120, more="y" * 160, belt="z" * 30)
    assert answer.status_code == 422
    assert "26 characters too long" in mistakes(answer)["more"]
    assert "x" * 120 in answer.content.decode()


def test_a_refused_word_is_never_shown_again(opened):
    assert "abcabcabc" not in opened().tells(Question.WORD, word="abcabcabc" * 20).content.decode()


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 400, "\x00", "²"])
def test_a_spoilt_page_number_is_a_page_that_is_too_old(opened, seen):
    telling = opened()
    telling.tells(Question.PLACE, landmark="Behind the bank")
    answer = telling.tells(Question.PLACE, seen=seen, landmark="In front of the bank")
    assert answer.status_code == 409
    assert telling.now().statement.landmark == "Behind the bank"


def test_what_somebody_else_told_meanwhile_is_not_written_over_unseen(world, opened):
    telling = opened()
    seen = telling.now().head.seq
    telling.tells(Question.PLACE, landmark="Behind the bank")
    answer = telling.tells(Question.PLACE, seen=seen, landmark="In front of the bank")
    assert answer.status_code == 409
    assert "Nothing was overwritten." in told(answer)
    assert "In front of the bank" in answer.content.decode()
    again = answer.context["form"]["seen"].value()
    telling.tells(Question.PLACE, seen=again, landmark="In front of the bank")
    assert telling.now().statement.landmark == "In front of the bank"


def test_what_was_typed_past_the_end_of_the_visit_can_be_copied(opened):
    telling = opened()
    answer = telling.tells(Question.PLACE, "11:30", landmark="Behind <b>the</b> bank")
    assert answer.status_code == 403
    assert "Behind &lt;b&gt;the&lt;/b&gt; bank" in answer.content.decode()
    answer = telling.tells(Question.WORD, "11:30", word=WORD, present=WORD)
    assert WORD not in answer.content.decode()
