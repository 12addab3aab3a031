"""What is told after the E-tag: who may tell what and when, what stands in the history, and what it moves."""

import json
from datetime import date, datetime
from threading import Barrier, Thread

import pytest
from django.db import connection

from complaints.models import Complaint, Event, RunningClock, Statement, Words
from complaints.queries.telling import last_told
from complaints.rules.clock import SafeHours
from complaints.rules.persons import SECRET_TRIES
from complaints.rules.statuses import Status
from complaints.rules.telling import UNKNOWN, Question, Told, Why, asked
from complaints.services import secret_words, telling
from complaints.services.answers import BadAnswer
from complaints.services.refusals import NotPermitted
from complaints.services.telling import (
    Age,
    Concerns,
    DuressWord,
    OnBehalf,
    Place,
    Protection,
    SafeContact,
    SecretWord,
    When,
    You,
)
from notifications.models import Message
from tests.complaints.verifying import found
from tests.world import PHONES, Person, World, build, clock

WORD, OTHER_WORD = "Purple kite over Ravi", "Three green mangoes"
CNIC = "3520212345671"


@pytest.fixture(autouse=True)
def agreeing(request):
    """Whatever a test here has done, history, ledgers and rows agree afterwards."""
    has_world = "world" in request.fixturenames and request.getfixturevalue("world")
    yield
    if has_world:
        assert found() == []


def tells(person: Person, complaint: Complaint, said, at: str = "10:00", *, seen: int | None = None):
    """Somebody tells something. The event, or None; the complaint in hand is refreshed."""
    try:
        by = person.acts_on(complaint)
        return telling.tell(complaint_id=complaint.pk, told=said, by=by, at=clock(at), seen=seen)
    finally:
        complaint.refresh_from_db(from_queryset=Complaint.objects.for_service())


def facts(event: Event) -> dict:
    return json.loads(event.body)["facts"]


def words(event: Event) -> str:
    return Words.objects.get(event=event).text


def refused(act, *arguments, **more) -> Why:
    with pytest.raises(telling.CannotTell) as refusal:
        act(*arguments, **more)
    return refusal.value.why


def bad(act, *arguments) -> tuple[str, str]:
    with pytest.raises(BadAnswer) as answer:
        act(*arguments)
    return answer.value.field, answer.value.reason


# --- one event a telling -----------------------------------------------------------------------------------------


def test_what_is_told_is_one_event_that_names_it_and_keeps_the_words_beside_it(world):
    complaint = world.complaint("financial_crime")
    event = tells(world.ayesha, complaint, Place(station="gulberg", landmark="Behind Liberty Market"))
    assert (event.kind, event.actor_kind) == ("told", "citizen")
    assert facts(event)["what"] == ["station", "landmark"]
    assert (facts(event)["place"], facts(event)["was"]) == (world.office("gulberg").pk, world.office("lahore").pk)
    assert words(event) == "Behind Liberty Market"
    assert complaint.place == world.office("gulberg")
    assert complaint.statement.landmark == "Behind Liberty Market"


EVERYTHING = [
    Place(station="gulberg", landmark="Near the mosque", position="31.520370,74.358749,12"),
    When(day=date(2026, 11, 20), about="In the evening"),
    Concerns(words="Jamshed, inspector", officer={"name": "Jamshed", "rank": "IP", "belt": "LHR-4411"}),
    You(name="Ayesha Bibi", document="cnic", number="35202-1234567-1"),
    OnBehalf(behalf="relative", name="Sadia Bibi", consent="given"),
    Age(under_18=True, woman_officer=True),
    SafeContact(phone=PHONES["ayesha"], email="ayesha@example.org", channel="email", hours=SafeHours(9, 17)),
    Protection(),
    SecretWord(word=WORD),
    DuressWord(word=OTHER_WORD, present=WORD),
]
PERSONAL = ["Ayesha Bibi", "Sadia", CNIC, "12345671", "ayesha@example", "3001112233", "31.52", "Purple", "mangoes"]


def test_nothing_personal_stands_in_the_history(world):
    complaint = world.complaint("financial_crime")
    for said in EVERYTHING:
        if said.question is not Question.PROTECTION:  # a child's is confidential already
            assert tells(world.ayesha, complaint, said)
    history = [body for (body,) in Event.objects.filter(complaint=complaint).values_list("body")]
    history += [text for (text,) in Words.objects.filter(event__complaint=complaint).values_list("text")]
    assert [told for told in PERSONAL if any(told in text for text in history)] == []


def test_what_is_personal_is_sealed_at_rest(world):
    complaint = world.complaint("financial_crime")
    for said in EVERYTHING[:5]:
        tells(world.ayesha, complaint, said)
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT position, name, document_number, behalf_name FROM complaints_statement s
               JOIN complaints_complaint c ON c.id = s.complaint_id
               JOIN complaints_complainant p ON p.id = c.complainant_id WHERE c.id = %s""",
            [complaint.pk],
        )
        kept = cursor.fetchone()
    assert [told for told in PERSONAL if any(told in column for column in kept)] == []
    assert complaint.statement.position == "31.52037,74.35875,12"


def test_saying_the_same_again_is_no_event(world):
    complaint = world.complaint("financial_crime")
    for said in EVERYTHING[:7]:
        assert tells(world.ayesha, complaint, said)
        assert tells(world.ayesha, complaint, said, "10:05") is None
    assert Event.objects.filter(complaint=complaint, kind="told").count() == 7


def test_every_version_of_the_words_stays_in_the_history(world):
    complaint = world.complaint("financial_crime", landmark="Near the bank")
    for landmark in ("Near the school", "", "Opposite the school"):
        tells(world.ayesha, complaint, Place(landmark=landmark))
    said = Words.objects.filter(event__complaint=complaint).order_by("event__seq").values_list("event__kind", "text")
    assert list(said) == [
        ("stood_before", "Near the bank"),
        ("told", "Near the school"),
        ("told", "Opposite the school"),
    ]
    assert complaint.statement.landmark == "Opposite the school"


def test_a_corrected_day_is_told_with_the_day_before(world):
    complaint = world.complaint("financial_crime", happened_on="2026-11-19")
    event = tells(world.ayesha, complaint, When(day=date(2026, 11, 20)))
    assert (facts(event)["day"], facts(event)["was"]) == ("2026-11-20", "2026-11-19")


# --- "I don't know" ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (Place(station=UNKNOWN), Told.STATION),
        (When(unknown=True), Told.WHEN),
        (Concerns(unknown=True), Told.CONCERNS),
    ],
)
def test_i_don_t_know_is_an_answer_and_is_told_once(world, said, name):
    complaint = world.complaint("financial_crime")
    assert facts(tells(world.ayesha, complaint, said))["unknown"] == [name]
    assert last_told(complaint.pk)[name].unknown
    assert tells(world.ayesha, complaint, said, "10:05") is None


def test_i_don_t_know_takes_an_answer_back(world):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, Place(station="gulberg"))
    tells(world.ayesha, complaint, When(about="Last winter"))
    tells(world.ayesha, complaint, Concerns(words="A dealer"))
    for said in (Place(station=UNKNOWN), When(unknown=True), Concerns(unknown=True)):
        assert facts(tells(world.ayesha, complaint, said, "10:10"))["unknown"]
    told = complaint.statement
    assert (complaint.place.code, told.happened_about, told.concerns) == ("lahore", "", "")


def test_nobody_knows_and_does_not_know_at_once(world):
    complaint = world.complaint("financial_crime")
    for said in (When(about="Last winter", unknown=True), Concerns(words="A dealer", unknown=True)):
        assert bad(tells, world.ayesha, complaint, said) == ("unknown", "impossible")


# --- who may tell ------------------------------------------------------------------------------------------------


def test_only_the_complainant_and_the_complaint_cell_tell(world):
    complaint = world.complaint("financial_crime", station="gulberg")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    for person in (world.bilal, world.dania, world.zara, world.sana, world.system):
        with pytest.raises(NotPermitted):
            tells(person, complaint, Place(landmark="Elsewhere"))
    other = world.complaint("financial_crime", by="bashir")
    with pytest.raises(NotPermitted):
        telling.tell(
            complaint_id=complaint.pk, told=Place(landmark="Mine"), by=world.bashir.acts_on(other), at=clock("10:00")
        )
    event = tells(world.salma, complaint, Place(landmark="Behind the bank"))
    assert (event.actor_kind, event.posting) == ("officer", world.salma.posting)


def test_nobody_sets_a_word_for_somebody_else(world):
    complaint = world.complaint("financial_crime")
    assert refused(tells, world.salma, complaint, SecretWord(word=WORD)) is Why.NOT_ASKED
    assert not complaint.complainant.has_secret


ENDINGS = {
    Status.WITHDRAWN: lambda world, complaint: world.ayesha.does("withdraw", complaint, "09:05"),
    Status.REJECTED: lambda world, complaint: world.usman.does("reject", complaint, "09:05"),
}


@pytest.mark.parametrize("status", ENDINGS)
def test_what_has_ended_is_told_no_more_but_safety_is_not_over(world, status):
    complaint = world.complaint("financial_crime")
    ENDINGS[status](world, complaint)
    assert complaint.status == status
    for said in EVERYTHING[:5]:
        assert refused(tells, world.ayesha, complaint, said) is Why.ENDED
    for said in (Protection(), SafeContact(phone=PHONES["ayesha"], neutral=True), Age(), SecretWord(word=WORD)):
        assert tells(world.ayesha, complaint, said)


def test_who_is_anonymous_is_not_asked_who_they_are(world):
    complaint = world.complaint(
        "bribe_demand", anonymous=True, name="", phone="", secret_hash=secret_words.hashed(WORD)
    )
    for said in (You(name="Ayesha"), SafeContact(email="a@example.org"), Protection()):
        assert refused(tells, world.ayesha, complaint, said) is Why.NOT_ASKED
    assert tells(world.ayesha, complaint, Place(station="gulberg"))
    assert tells(world.ayesha, complaint, DuressWord(word=OTHER_WORD, present=WORD))


def test_which_questions_are_asked_of_whom():
    everybody = asked(anonymous=False, confidential=False, has_secret=False)
    assert everybody == [question for question in Question if question is not Question.SECOND_WORD]
    assert Question.SECOND_WORD in asked(anonymous=False, confidential=False, has_secret=True)
    assert Question.PROTECTION not in asked(anonymous=False, confidential=True, has_secret=False)
    anonymous = asked(anonymous=True, confidential=False, has_secret=True)
    assert {Question.YOU, Question.CONTACT, Question.PROTECTION} & set(anonymous) == set()


# --- what cannot be taken ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "field", "reason"),
    [
        (Place(station="multan"), "station", "impossible"),
        (Place(station="gulberg_circle"), "station", "impossible"),
        (Place(station="no_such_place"), "station", "impossible"),
        (Place(landmark="x" * 201), "landmark", "too_long"),
        (Place(landmark="a\x00b"), "landmark", "unreadable"),
        (Place(position="somewhere"), "position", "impossible"),
        (Place(position="51.507400,-0.127800,20"), "position", "impossible"),
        (When(about="x" * 121), "about", "too_long"),
        (Concerns(words="x" * 301), "concerns", "too_long"),
        (Concerns(officer={"rank": "GENERAL"}), "rank", "impossible"),
        (You(name="x" * 121), "name", "too_long"),
        (You(document="cnic", number="123"), "document_number", "impossible"),
        (You(document="cnic"), "document_number", "impossible"),
        (You(document="library_card", number="1"), "document", "impossible"),
        (OnBehalf(behalf="enemy"), "behalf", "impossible"),
        (OnBehalf(behalf="child", consent="maybe"), "behalf", "impossible"),
        (SafeContact(phone="12"), "phone", "impossible"),
        (SafeContact(phone=PHONES["ayesha"], channel="pigeon"), "channel", "impossible"),
        (SafeContact(phone=PHONES["ayesha"], time_zone="Mars/Olympus"), "time_zone", "impossible"),
        (SecretWord(word="short"), "word", "too_short"),
        (SecretWord(word="0300 1112233"), "word", "digits_alone"),
        (SecretWord(word="Ayesha"), "word", "known_to_others"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_what_no_form_would_let_through_changes_nothing(world, said, field, reason):
    complaint = world.complaint("financial_crime")
    assert bad(tells, world.ayesha, complaint, said) == (field, reason)
    assert not Event.objects.filter(complaint=complaint, kind="told").exists()


# --- a conduct complaint and its station -------------------------------------------------------------------------


def conduct_at_gulberg(world: World) -> Complaint:
    """A conduct complaint without a station, which by a rank of DSP has come to the SHO of the very station."""
    world.kamran.officer.rank = "DSP"
    world.kamran.officer.save()
    complaint = world.complaint("misbehaviour")
    world.salma.marks(complaint, to=world.kamran, at="09:10")
    return complaint


def visible(complaint: Complaint, *people: Person) -> list[str]:
    return [p.name for p in people if Complaint.objects.visible_to(p.actor).filter(pk=complaint.pk).exists()]


def test_telling_the_station_of_a_conduct_complaint_takes_it_from_that_station_at_once(world):
    complaint = conduct_at_gulberg(world)
    assert visible(complaint, world.kamran, world.latif) == ["kamran", "latif"]
    tells(world.ayesha, complaint, Place(station="gulberg"))
    assert (complaint.holder, complaint.status) == (world.dania.posting, Status.MARKED)
    assert visible(complaint, world.kamran, world.latif, world.dania) == ["dania"]
    assert list(Event.objects.filter(complaint=complaint).order_by("seq").values_list("kind", flat=True)[2:]) == [
        "told",
        "keep_away",
    ]
    assert Message.objects.filter(recipient=f"posting:{world.dania.posting.pk}", template="marked_to_you").exists()


@pytest.mark.parametrize("step", ["in_inquiry", "awaiting", "reported"])
def test_it_is_taken_from_the_station_however_far_its_inquiry_is(world, step):
    complaint = conduct_at_gulberg(world)
    world.kamran.records_contact(complaint, "09:20")
    world.ayesha.says("in_person", complaint, "09:30")
    if step == "awaiting":
        world.kamran.asks(complaint, "09:40")
    if step == "reported":
        world.kamran.reports(complaint, "09:40")
    tells(world.ayesha, complaint, Place(station="gulberg"))
    assert (complaint.holder, complaint.status, complaint.outcome) == (world.dania.posting, Status.MARKED, "")
    assert set(RunningClock.objects.filter(complaint=complaint).values_list("clock", flat=True)) == {"report"}
    assert visible(complaint, world.kamran, world.latif) == []


def test_where_nobody_of_the_line_may_have_it_it_goes_to_the_central_police_office(world):
    complaint = conduct_at_gulberg(world)
    posts = type(world.dania.posting).objects.filter(is_head=True)
    posts.exclude(pk=world.kamran.posting.pk).update(ends_at=clock("09:30"))
    tells(world.ayesha, complaint, Place(station="gulberg"))
    assert (complaint.office.code, complaint.holder) == ("punjab", None)
    assert visible(complaint, world.kamran, world.latif) == []


def test_another_holder_keeps_it_and_the_station_never_gets_it(world):
    complaint = world.complaint("bribe_demand")
    world.salma.marks(complaint, to=world.dania, at="09:10")
    tells(world.ayesha, complaint, Place(station="gulberg"))
    assert complaint.holder == world.dania.posting
    assert not Event.objects.filter(complaint=complaint, kind="keep_away").exists()
    assert visible(complaint, world.kamran, world.latif) == []


def test_a_marked_conduct_complaint_s_station_is_the_cpo_cell_s_to_change(world):
    complaint = world.complaint("bribe_demand", station="gulberg")
    tells(world.ayesha, complaint, Place(station="garden_town"))  # not marked yet: a slip of the finger
    tells(world.ayesha, complaint, Place(station="gulberg"))
    world.salma.marks(complaint, to=world.dania, at="10:10")
    for said in (Place(station="garden_town"), Place(station=UNKNOWN)):
        for person in (world.ayesha, world.salma):
            assert refused(tells, person, complaint, said, "10:20") is Why.STATION_STANDS
    assert tells(world.ayesha, complaint, Place(landmark="At the gate"), "10:20")
    assert tells(world.nadia, complaint, Place(station="garden_town", landmark="At the gate"), "10:30")
    assert complaint.place.code == "garden_town"


def test_the_station_of_any_other_complaint_moves_nobody(world):
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.latif, at="09:10")
    tells(world.ayesha, complaint, Place(station="gulberg"))
    tells(world.ayesha, complaint, Place(station="garden_town"))
    assert (complaint.holder, complaint.place.code) == (world.latif.posting, "garden_town")


# --- under 18, protected, on behalf ------------------------------------------------------------------------------


def test_a_child_s_complaint_is_confidential_from_then_on(world):
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    assert visible(complaint, world.hina) == ["hina"]
    tells(world.ayesha, complaint, Age(under_18=True, woman_officer=True))
    assert visible(complaint, world.hina) == []  # a clerk sees nothing that is confidential
    assert (complaint.confidential, complaint.identity_is_protected) == (True, True)
    assert complaint.complainant.woman_officer


def test_only_a_complaint_cell_makes_a_name_seen_again(world):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, Protection())
    assert complaint.identity_is_protected
    assert refused(tells, world.ayesha, complaint, Protection(protected=False)) is Why.CELL_LIFTS_IT
    tells(world.salma, complaint, Protection(protected=False))
    assert not complaint.identity_is_protected


def test_that_a_child_is_none_is_the_cpo_cell_s_to_say(world):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, Age(under_18=True))
    for person in (world.ayesha, world.salma):
        assert refused(tells, person, complaint, Age(under_18=False)) is Why.CELL_LIFTS_IT
    tells(world.nadia, complaint, Age(under_18=False))
    assert not complaint.confidential


def test_a_confidential_category_stays_confidential_whatever_the_age(world):
    complaint = world.complaint("gender_harassment")
    tells(world.ayesha, complaint, Age(under_18=False))
    assert complaint.confidential


def test_for_oneself_no_other_person_is_kept(world):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, OnBehalf(behalf="relative", name="Sadia", consent="cannot"))
    tells(world.ayesha, complaint, OnBehalf(behalf="self", name="Sadia", consent="given"))
    person = complaint.complainant
    assert (person.behalf, person.behalf_name, person.behalf_consent) == ("self", "", "")


def test_a_document_is_found_again_by_its_number(world):
    complaint, other = world.complaint("financial_crime"), world.complaint("financial_crime", by="bashir")
    for one in (complaint, other):
        who = world.ayesha if one is complaint else world.bashir
        tells(who, one, You(name="Ayesha", document="cnic", number="35202 1234567 1"))
    assert complaint.complainant.document_number == CNIC
    assert bytes(complaint.complainant.document_index) == bytes(other.complainant.document_index)


def test_no_document_has_a_reason_and_no_number(world):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, You(name="Ayesha", document="passport", number="AB 1234567"))
    tells(world.ayesha, complaint, You(name="Ayesha", document="none", number="AB1234567", reason="Taken from me"))
    person = complaint.complainant
    assert (person.document_number, person.no_document_reason) == ("", "Taken from me")
    assert bytes(person.document_index) == b""


# --- safe hours and the contact clock ----------------------------------------------------------------------------


def safely(**choices) -> SafeContact:
    return SafeContact(phone=PHONES["ayesha"], language="en", **choices)


def test_the_contact_clock_ends_with_the_first_safe_hour(world):
    complaint = world.complaint("financial_crime", "09:00")
    assert complaint.contact_due_at == clock("17:00")
    event = tells(world.ayesha, complaint, safely(hours=SafeHours(18, 20)), "10:00")
    assert complaint.contact_due_at == complaint.due_at == clock("19:00")
    assert datetime.fromisoformat(facts(event)["contact_due"]) == clock("19:00")
    assert RunningClock.objects.get(complaint=complaint, clock="contact").due_at == clock("19:00")
    first, second = complaint.clock_runs.filter(clock="contact").order_by("pk")
    assert (first.why, first.due_at, second.due_at) == ("safe_hours", clock("17:00"), clock("19:00"))


def test_hours_that_leave_time_to_ring_change_no_deadline(world):
    complaint = world.complaint("financial_crime", "09:00")
    event = tells(world.ayesha, complaint, safely(hours=SafeHours(12, 15)), "10:00")
    assert complaint.contact_due_at == clock("17:00")
    assert "contact_due" not in facts(event)


def test_other_hours_never_bring_a_deadline_forward(world):
    complaint = world.complaint("financial_crime", "09:00")
    tells(world.ayesha, complaint, safely(hours=SafeHours(18, 20)), "10:00")
    tells(world.ayesha, complaint, safely(hours=SafeHours(11, 12)), "10:10")
    tells(world.ayesha, complaint, safely(), "10:20")
    assert complaint.contact_due_at == clock("19:00")


def test_hours_are_those_of_the_complainant_s_own_clock(world):
    complaint = world.complaint("financial_crime", "09:00")
    tells(world.ayesha, complaint, safely(hours=SafeHours(18, 20), time_zone="Europe/London"), "10:00")
    assert complaint.contact_due_at == clock("+1d 00:00")  # seven in the evening in London


def test_the_night_is_the_complainant_s_own_too(world):
    by_day, by_night = world.complaint("financial_crime", "09:00"), world.complaint("financial_crime", "08:00")
    for complaint in (by_day, by_night):
        tells(world.ayesha, complaint, safely(time_zone="America/New_York"), "10:00")
    assert by_day.contact_due_at == clock("17:00")  # seven in the morning in New York
    assert by_night.contact_due_at == clock("19:00")  # six would be too early: nine


def test_a_contact_that_is_late_already_stays_late(world):
    complaint = world.complaint("financial_crime", "09:00")
    tells(world.ayesha, complaint, safely(hours=SafeHours(18, 20)), "17:30")
    assert complaint.contact_due_at == clock("17:00")


def test_a_contact_that_was_made_is_not_moved(world):
    complaint = world.in_inquiry("10:00")
    due = complaint.contact_due_at
    tells(world.ayesha, complaint, safely(hours=SafeHours(18, 20)), "11:00")
    assert complaint.contact_due_at == due


def test_the_next_round_s_contact_heeds_the_hours_too(world):
    complaint = world.in_inquiry("10:00")
    tells(world.ayesha, complaint, safely(hours=SafeHours(18, 20)), "11:00")
    world.bilal.reports(complaint, "12:00")
    world.farah.does("accept", complaint, "12:10")
    world.salma.does("verify", complaint, "12:20", verdict="not")
    world.ayesha.does("object", complaint, "+1d 09:00")
    assert complaint.contact_due_at == clock("+1d 19:00")


def test_another_category_s_shorter_limit_leaves_a_safe_hour(world):
    complaint = world.complaint("financial_crime", "09:00")
    tells(world.ayesha, complaint, safely(hours=SafeHours(18, 20)), "10:00")
    world.salma.does("recategorise", complaint, "10:10", category="property_crime")
    assert complaint.contact_due_at == clock("19:00")


# --- how they are reached ----------------------------------------------------------------------------------------


def test_a_number_that_has_opened_the_complaint_is_not_put_in_another_s_place(world):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, SafeContact(phone=PHONES["bashir"]))  # a slip, put right before any code
    assert complaint.complainant.phone == PHONES["bashir"]
    complaint.complainant.phone_verified_at = clock("10:00")
    complaint.complainant.save()
    assert refused(tells, world.ayesha, complaint, safely()) is Why.NUMBER_IS_A_KEY
    assert refused(tells, world.ayesha, complaint, SafeContact(email="a@example.org")) is Why.NUMBER_IS_A_KEY
    tells(world.ayesha, complaint, SafeContact(phone=PHONES["bashir"], email="a@example.org"))
    tells(world.ayesha, complaint, SecretWord(word=WORD))
    tells(world.ayesha, complaint, safely(messages=True))
    assert (complaint.complainant.phone, complaint.complainant.phone_verified_at) == (PHONES["ayesha"], None)


def test_a_channel_needs_its_number_and_somebody_without_a_word_needs_one(world):
    complaint = world.complaint("financial_crime")
    assert refused(tells, world.ayesha, complaint, safely(channel="email")) is Why.NO_NUMBER
    assert refused(tells, world.ayesha, complaint, SafeContact()) is Why.NO_NUMBER


def test_messages_in_spite_of_a_word_need_a_word(world):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, safely(messages=True))
    assert not complaint.complainant.messages_wanted


# --- the words that open it --------------------------------------------------------------------------------------


def test_a_word_is_kept_as_a_hash_and_the_history_says_only_that_the_key_is_another(world):
    complaint = world.complaint("financial_crime")
    event = tells(world.ayesha, complaint, SecretWord(word=WORD))
    assert secret_words.matches(complaint.complainant.secret_hash, WORD)
    assert facts(event)["what"] == ["keys"]
    event = tells(world.ayesha, complaint, DuressWord(word=OTHER_WORD, present=WORD))
    assert secret_words.matches(complaint.complainant.duress_hash, OTHER_WORD)
    assert facts(event)["what"] == ["keys"]


def test_another_word_needs_the_present_one_and_a_wrong_one_costs_a_try(world):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, SecretWord(word=WORD))
    for left in range(SECRET_TRIES - 1, -1, -1):
        with pytest.raises(telling.WrongWord) as wrong:
            tells(world.ayesha, complaint, SecretWord(word=OTHER_WORD, present="Yellow kite"))
        assert wrong.value.left == complaint.complainant.secret_tries_left == left
    with pytest.raises(telling.WrongWord):
        tells(world.ayesha, complaint, SecretWord(word=OTHER_WORD, present=WORD))
    assert secret_words.matches(complaint.complainant.secret_hash, WORD)


def test_the_right_word_gives_the_tries_back(world):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, SecretWord(word=WORD))
    with pytest.raises(telling.WrongWord):
        tells(world.ayesha, complaint, SecretWord(word=OTHER_WORD))
    tells(world.ayesha, complaint, SecretWord(word=OTHER_WORD, present=WORD))
    assert complaint.complainant.secret_tries_left == SECRET_TRIES


def test_the_two_words_are_never_the_same(world):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, SecretWord(word=WORD))
    assert bad(tells, world.ayesha, complaint, DuressWord(word=WORD.upper(), present=WORD)) == ("word", "same_word")
    tells(world.ayesha, complaint, DuressWord(word=OTHER_WORD, present=WORD))
    assert bad(tells, world.ayesha, complaint, SecretWord(word=OTHER_WORD, present=WORD)) == ("word", "same_word")


def test_a_button_that_was_tapped_twice_costs_no_try(world):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, SecretWord(word=WORD), seen=1)
    with pytest.raises(telling.ToldMeanwhile):
        tells(world.ayesha, complaint, SecretWord(word=WORD), seen=1)
    assert complaint.complainant.secret_tries_left == SECRET_TRIES


# --- two at once -------------------------------------------------------------------------------------------------


def test_nothing_is_written_over_what_somebody_else_told_meanwhile(world):
    complaint = world.complaint("financial_crime")
    tells(world.salma, complaint, Place(landmark="Behind the bank"), seen=1)
    with pytest.raises(telling.ToldMeanwhile):
        tells(world.ayesha, complaint, Place(landmark="In front of the bank"), seen=1)
    assert complaint.statement.landmark == "Behind the bank"
    assert tells(world.ayesha, complaint, When(about="In the evening"), seen=1)  # another question
    assert tells(world.ayesha, complaint, Place(landmark="Behind the bank"), seen=1) is None  # the same words


def test_of_two_who_tell_at_the_same_moment_one_is_told_so(own_database):
    world = build()
    complaint = world.complaint("financial_crime")
    barrier, outcomes = Barrier(2), []

    def run(landmark: str) -> None:
        barrier.wait()
        try:
            said = Place(landmark=landmark)
            by = world.ayesha.acts_on(complaint)
            telling.tell(complaint_id=complaint.pk, told=said, by=by, at=clock("10:00"), seen=1)
            outcomes.append(landmark)
        except telling.ToldMeanwhile:
            outcomes.append("meanwhile")
        finally:
            connection.close()

    threads = [Thread(target=run, args=(landmark,)) for landmark in ("Behind the bank", "In front of the bank")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stands = Statement.objects.get(complaint=complaint).landmark
    assert sorted(outcomes) == sorted([stands, "meanwhile"])
    assert Event.objects.filter(complaint=complaint, kind="told").count() == 1
    assert found() == []


# --- what it costs -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "queries"),
    [
        (Place(station="gulberg", landmark="Behind the bank"), 17),
        (When(day=date(2026, 11, 20)), 14),
        (You(name="Ayesha Bibi", document="cnic", number=CNIC), 14),
        (SafeContact(phone=PHONES["ayesha"], hours=SafeHours(18, 20)), 22),
    ],
    ids=["place", "when", "you", "contact"],
)
def test_a_telling_costs_the_same_however_long_the_history_is(world, said, queries, django_assert_max_num_queries):
    short, long = world.complaint("financial_crime"), world.complaint("financial_crime")
    for number in range(12):
        tells(world.ayesha, long, Concerns(words=f"Number {number}"))
    for complaint in (short, long):
        with django_assert_max_num_queries(queries):
            telling.tell(complaint_id=complaint.pk, told=said, by=world.ayesha.acts_on(complaint), at=clock("10:00"))
