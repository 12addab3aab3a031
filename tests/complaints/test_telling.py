"""Follow-up answers: who may give them and when, which are not accepted, and what the history keeps."""

from datetime import date

import pytest
from django.db import connection

from complaints.models import Event, Words
from complaints.queries.followup import last_told
from complaints.rules.clock import SafeHours
from complaints.rules.followup import UNKNOWN, Followup, Question, Why, asked
from complaints.rules.statuses import Status
from complaints.services import followup
from complaints.services.access_keys import secret_words
from complaints.services.followup import (
    Age,
    Concerns,
    DuressWord,
    IncidentPlace,
    OnBehalf,
    Protection,
    Ringing,
    SafeContact,
    SecretWord,
    When,
    You,
)
from ledger.exceptions import NotPermitted
from tests.complaints.tellings import CNIC, OTHER_WORD, WORD, bad, facts, refused, tells, words
from tests.complaints.verifying import found
from tests.world import PHONES, clock


@pytest.fixture(autouse=True)
def agreeing(world):
    """Check after each test that history, ledgers and rows agree."""
    yield
    assert found() == []


# --- one event for each answer -----------------------------------------------------------------------------------


def test_what_is_told_is_one_event_that_names_it_and_keeps_the_words_beside_it(world):
    complaint = world.complaint("financial_crime")
    event = tells(world.ayesha, complaint, IncidentPlace(station="gulberg", landmark="Behind Liberty Market"))
    assert (event.kind, event.actor_kind) == ("told", "citizen")
    assert facts(event)["what"] == ["station", "landmark"]
    assert (facts(event)["place"], facts(event)["was"]) == (world.office("gulberg").pk, world.office("lahore").pk)
    assert words(event) == "Behind Liberty Market"
    assert complaint.place == world.office("gulberg")
    assert complaint.statement.landmark == "Behind Liberty Market"


EVERYTHING = [
    IncidentPlace(station="gulberg", landmark="Near the mosque", position="31.520370,74.358749,12"),
    When(day=date(2026, 11, 20), about="In the evening"),
    Concerns(words="Jamshed, inspector", officer={"name": "Jamshed", "rank": "IP", "belt": "LHR-4411"}),
    You(name="Ayesha Bibi", document="cnic", number="35202-1234567-1"),
    OnBehalf(behalf="relative", name="Sadia Bibi", consent="given"),
    Age(under_18=True, woman_officer=True),
    SafeContact(phone=PHONES["ayesha"], email="ayesha@example.org", channel="email"),
    Ringing(hours=SafeHours(9, 17), woman_officer=True),
    Protection(),
    SecretWord(word=WORD),
    DuressWord(word=OTHER_WORD, present=WORD),
]
PERSONAL = ["Ayesha Bibi", "Sadia", CNIC, "12345671", "ayesha@example", "3001112233", "31.52", "Purple", "mangoes"]


def test_nothing_personal_stands_in_the_history(world):
    complaint = world.complaint("financial_crime")
    for said in EVERYTHING:
        if said.question is not Question.PROTECTION:  # A child's complaint is confidential already.
            noted = tells(world.ayesha, complaint, said)
            assert noted or said.question is Question.SECOND_WORD  # The duress word leaves no trace.
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
    for said in EVERYTHING[:8]:
        assert tells(world.ayesha, complaint, said)
        assert tells(world.ayesha, complaint, said, "10:05") is None
    assert Event.objects.filter(complaint=complaint, kind="told").count() == 8


def test_every_version_of_the_words_stays_in_the_history(world):
    complaint = world.complaint("financial_crime", landmark="Near the bank")
    for landmark in ("Near the school", "", "Opposite the school"):
        tells(world.ayesha, complaint, IncidentPlace(landmark=landmark))
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
        (IncidentPlace(station=UNKNOWN), Followup.STATION),
        (When(unknown=True), Followup.WHEN),
        (Concerns(unknown=True), Followup.CONCERNS),
    ],
)
def test_i_don_t_know_is_an_answer_and_is_told_once(world, said, name):
    complaint = world.complaint("financial_crime")
    assert facts(tells(world.ayesha, complaint, said))["unknown"] == [name]
    assert last_told(complaint.pk)[name].unknown
    assert tells(world.ayesha, complaint, said, "10:05") is None


def test_i_don_t_know_takes_an_answer_back(world):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, IncidentPlace(station="gulberg"))
    tells(world.ayesha, complaint, When(about="Last winter"))
    tells(world.ayesha, complaint, Concerns(words="A dealer"))
    for said in (IncidentPlace(station=UNKNOWN), When(unknown=True), Concerns(unknown=True)):
        assert facts(tells(world.ayesha, complaint, said, "10:10"))["unknown"]
    told = complaint.statement
    assert (complaint.place.code, told.happened_about, told.concerns) == ("lahore", "", "")


def test_nobody_knows_and_does_not_know_at_once(world):
    complaint = world.complaint("financial_crime")
    for said in (When(about="Last winter", unknown=True), Concerns(words="A dealer", unknown=True)):
        assert bad(tells, world.ayesha, complaint, said) == ("unknown", "impossible")


# --- who may answer ----------------------------------------------------------------------------------------------


def test_only_the_complainant_and_the_complaint_cell_tell(world):
    complaint = world.complaint("financial_crime", station="gulberg")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    for person in (world.bilal, world.dania, world.zara, world.sana, world.system):
        with pytest.raises(NotPermitted):
            tells(person, complaint, IncidentPlace(landmark="Elsewhere"))
    other = world.complaint("financial_crime", by="bashir")
    with pytest.raises(NotPermitted):
        followup.tell(
            complaint_id=complaint.pk,
            answer=IncidentPlace(landmark="Mine"),
            by=world.bashir.acts_on(other),
            at=clock("10:00"),
        )
    event = tells(world.salma, complaint, IncidentPlace(landmark="Behind the bank"))
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
    for said in (You(name="Ayesha"), SafeContact(email="a@example.org"), Ringing(), Protection()):
        assert refused(tells, world.ayesha, complaint, said) is Why.NOT_ASKED
    assert tells(world.ayesha, complaint, IncidentPlace(station="gulberg"))
    tells(world.ayesha, complaint, DuressWord(word=OTHER_WORD, present=WORD))


def test_which_questions_are_asked_of_whom():
    everybody = asked(anonymous=False, confidential=False, has_secret=False)
    assert everybody == [question for question in Question if question is not Question.SECOND_WORD]
    assert Question.SECOND_WORD in asked(anonymous=False, confidential=False, has_secret=True)
    assert Question.PROTECTION not in asked(anonymous=False, confidential=True, has_secret=False)
    anonymous = asked(anonymous=True, confidential=False, has_secret=True)
    assert {Question.YOU, Question.CONTACT, Question.PROTECTION} & set(anonymous) == set()


# --- answers that are not accepted -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "field", "reason"),
    [
        (IncidentPlace(station="multan"), "station", "impossible"),
        (IncidentPlace(station="gulberg_circle"), "station", "impossible"),
        (IncidentPlace(station="no_such_place"), "station", "impossible"),
        (IncidentPlace(landmark="x" * 201), "landmark", "too_long"),
        (IncidentPlace(landmark="a\x00b"), "landmark", "unreadable"),
        (IncidentPlace(position="somewhere"), "position", "impossible"),
        (IncidentPlace(position="51.507400,-0.127800,20"), "position", "impossible"),
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
        (Ringing(time_zone="Mars/Olympus"), "time_zone", "impossible"),
        (Ringing(hours=SafeHours(9, 9)), "hours", "impossible"),
        (Ringing(hours=SafeHours(9, 24)), "hours", "impossible"),
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
