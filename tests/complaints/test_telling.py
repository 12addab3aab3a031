"""Follow-up answers: who may give them and when, which are not accepted, and what the history keeps."""

from datetime import date

import pytest
from django.db import connection

from complaints.models import Event, Words
from complaints.queries.followup_context import load_last_answers
from complaints.rules.clock import SafeHours
from complaints.rules.followup_questions import UNKNOWN_ANSWER, FollowupDetail, FollowupRefusal, Question, questions_for
from complaints.rules.statuses import Status
from complaints.services import followup
from complaints.services.access_keys import secret_word_hashing
from complaints.services.followup import (
    AgeAnswer,
    CallingHoursAnswer,
    DuressWordAnswer,
    IdentityAnswer,
    IncidentPlaceAnswer,
    IncidentTimeAnswer,
    OnBehalfAnswer,
    PersonsConcernedAnswer,
    ProtectionAnswer,
    SafeContactAnswer,
    SecretWordAnswer,
)
from ledger.service_exceptions import NotPermitted
from tests.complaints.tellings import CNIC, OTHER_WORD, STORY, WORD, bad, facts, refused, tells, words
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
    event = tells(world.ayesha, complaint, IncidentPlaceAnswer(station="gulberg", landmark="Behind Liberty Market"))
    assert (event.kind, event.actor_kind) == ("told", "citizen")
    assert facts(event)["what"] == ["station", "landmark"]
    assert (facts(event)["place"], facts(event)["was"]) == (world.office("gulberg").pk, world.office("lahore").pk)
    assert words(event) == "Behind Liberty Market"
    assert complaint.place == world.office("gulberg")
    assert complaint.statement.landmark == "Behind Liberty Market"


EVERYTHING = [
    IncidentPlaceAnswer(station="gulberg", landmark="Near the mosque", position="31.520370,74.358749,12"),
    IncidentTimeAnswer(day=date(2026, 11, 20), about="In the evening"),
    PersonsConcernedAnswer(words="Jamshed, inspector", officer={"name": "Jamshed", "rank": "IP", "belt": "LHR-4411"}),
    IdentityAnswer(name="Ayesha Bibi", document="cnic", number="35202-1234567-1"),
    OnBehalfAnswer(behalf="relative", name="Sadia Bibi", consent="given"),
    AgeAnswer(under_18=True, woman_officer=True),
    SafeContactAnswer(phone=PHONES["ayesha"], email="ayesha@example.org", channel="email"),
    CallingHoursAnswer(hours=SafeHours(9, 17), woman_officer=True),
    ProtectionAnswer(),
    SecretWordAnswer(word=WORD),
    DuressWordAnswer(word=OTHER_WORD, present_word=WORD, story=STORY),
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
        tells(world.ayesha, complaint, IncidentPlaceAnswer(landmark=landmark))
    said = Words.objects.filter(event__complaint=complaint).order_by("event__seq").values_list("event__kind", "text")
    assert list(said) == [
        ("stood_before", "Near the bank"),
        ("told", "Near the school"),
        ("told", "Opposite the school"),
    ]
    assert complaint.statement.landmark == "Opposite the school"


def test_a_corrected_day_is_told_with_the_day_before(world):
    complaint = world.complaint("financial_crime", happened_on="2026-11-19")
    event = tells(world.ayesha, complaint, IncidentTimeAnswer(day=date(2026, 11, 20)))
    assert (facts(event)["day"], facts(event)["was"]) == ("2026-11-20", "2026-11-19")


# --- "I don't know" ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (IncidentPlaceAnswer(station=UNKNOWN_ANSWER), FollowupDetail.STATION),
        (IncidentTimeAnswer(unknown=True), FollowupDetail.WHEN),
        (PersonsConcernedAnswer(unknown=True), FollowupDetail.CONCERNS),
    ],
)
def test_i_don_t_know_is_an_answer_and_is_told_once(world, said, name):
    complaint = world.complaint("financial_crime")
    assert facts(tells(world.ayesha, complaint, said))["unknown"] == [name]
    assert load_last_answers(complaint.pk)[name].unknown
    assert tells(world.ayesha, complaint, said, "10:05") is None


def test_i_don_t_know_takes_an_answer_back(world):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, IncidentPlaceAnswer(station="gulberg"))
    tells(world.ayesha, complaint, IncidentTimeAnswer(about="Last winter"))
    tells(world.ayesha, complaint, PersonsConcernedAnswer(words="A dealer"))
    for said in (
        IncidentPlaceAnswer(station=UNKNOWN_ANSWER),
        IncidentTimeAnswer(unknown=True),
        PersonsConcernedAnswer(unknown=True),
    ):
        assert facts(tells(world.ayesha, complaint, said, "10:10"))["unknown"]
    told = complaint.statement
    assert (complaint.place.code, told.happened_about, told.concerns) == ("lahore", "", "")


def test_nobody_knows_and_does_not_know_at_once(world):
    complaint = world.complaint("financial_crime")
    for said in (
        IncidentTimeAnswer(about="Last winter", unknown=True),
        PersonsConcernedAnswer(words="A dealer", unknown=True),
    ):
        assert bad(tells, world.ayesha, complaint, said) == ("unknown", "impossible")


# --- who may answer ----------------------------------------------------------------------------------------------


def test_only_the_complainant_and_the_complaint_cell_tell(world):
    complaint = world.complaint("financial_crime", station="gulberg")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    for person in (world.bilal, world.dania, world.zara, world.sana, world.system):
        with pytest.raises(NotPermitted):
            tells(person, complaint, IncidentPlaceAnswer(landmark="Elsewhere"))
    other = world.complaint("financial_crime", by="bashir")
    with pytest.raises(NotPermitted):
        followup.record_answer(
            complaint_id=complaint.pk,
            answer=IncidentPlaceAnswer(landmark="Mine"),
            by=world.bashir.acts_on(other),
            at=clock("10:00"),
        )
    event = tells(world.salma, complaint, IncidentPlaceAnswer(landmark="Behind the bank"))
    assert (event.actor_kind, event.posting) == ("officer", world.salma.posting)


def test_nobody_sets_a_word_for_somebody_else(world):
    complaint = world.complaint("financial_crime")
    assert refused(tells, world.salma, complaint, SecretWordAnswer(word=WORD)) is FollowupRefusal.NOT_ASKED
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
        assert refused(tells, world.ayesha, complaint, said) is FollowupRefusal.ENDED
    for said in (
        ProtectionAnswer(),
        SafeContactAnswer(phone=PHONES["ayesha"], neutral=True),
        AgeAnswer(),
        SecretWordAnswer(word=WORD),
    ):
        assert tells(world.ayesha, complaint, said)


def test_who_is_anonymous_is_not_asked_who_they_are(world):
    complaint = world.complaint(
        "bribe_demand", anonymous=True, name="", phone="", secret_digest=secret_word_hashing.digest_secret_word(WORD)
    )
    for said in (
        IdentityAnswer(name="Ayesha"),
        SafeContactAnswer(email="a@example.org"),
        CallingHoursAnswer(),
        ProtectionAnswer(),
    ):
        assert refused(tells, world.ayesha, complaint, said) is FollowupRefusal.NOT_ASKED
    assert tells(world.ayesha, complaint, IncidentPlaceAnswer(station="gulberg"))
    tells(world.ayesha, complaint, DuressWordAnswer(word=OTHER_WORD, present_word=WORD, story=STORY))


def test_which_questions_are_asked_of_whom():
    everybody = questions_for(anonymous=False, confidential=False, has_secret=False)
    assert everybody == [question for question in Question if question is not Question.SECOND_WORD]
    assert Question.SECOND_WORD in questions_for(anonymous=False, confidential=False, has_secret=True)
    assert Question.PROTECTION not in questions_for(anonymous=False, confidential=True, has_secret=False)
    anonymous = questions_for(anonymous=True, confidential=False, has_secret=True)
    assert {Question.YOU, Question.CONTACT, Question.PROTECTION} & set(anonymous) == set()


# --- answers that are not accepted -------------------------------------------------------------------------------


@pytest.mark.mostly_slow(keep=6)
@pytest.mark.parametrize(
    ("said", "field", "reason"),
    [
        (IncidentPlaceAnswer(station="multan"), "station", "impossible"),
        (IncidentPlaceAnswer(station="gulberg_circle"), "station", "impossible"),
        (IncidentPlaceAnswer(station="no_such_place"), "station", "impossible"),
        (IncidentPlaceAnswer(landmark="x" * 201), "landmark", "too_long"),
        (IncidentPlaceAnswer(landmark="a\x00b"), "landmark", "unreadable"),
        (IncidentPlaceAnswer(position="somewhere"), "position", "impossible"),
        (IncidentPlaceAnswer(position="51.507400,-0.127800,20"), "position", "impossible"),
        (IncidentTimeAnswer(about="x" * 121), "about", "too_long"),
        (PersonsConcernedAnswer(words="x" * 301), "concerns", "too_long"),
        (PersonsConcernedAnswer(officer={"rank": "GENERAL"}), "rank", "impossible"),
        (IdentityAnswer(name="x" * 121), "name", "too_long"),
        (IdentityAnswer(document="cnic", number="123"), "document_number", "impossible"),
        (IdentityAnswer(document="cnic"), "document_number", "impossible"),
        (IdentityAnswer(document="library_card", number="1"), "document", "impossible"),
        (OnBehalfAnswer(behalf="enemy"), "behalf", "impossible"),
        (OnBehalfAnswer(behalf="child", consent="maybe"), "behalf", "impossible"),
        (SafeContactAnswer(phone="12"), "phone", "impossible"),
        (SafeContactAnswer(phone=PHONES["ayesha"], channel="pigeon"), "channel", "impossible"),
        (CallingHoursAnswer(time_zone="Mars/Olympus"), "time_zone", "impossible"),
        (CallingHoursAnswer(hours=SafeHours(9, 9)), "hours", "impossible"),
        (CallingHoursAnswer(hours=SafeHours(9, 24)), "hours", "impossible"),
        (SecretWordAnswer(word="short"), "word", "too_short"),
        (SecretWordAnswer(word="0300 1112233"), "word", "digits_alone"),
        (SecretWordAnswer(word="Ayesha"), "word", "known_to_others"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_what_no_form_would_let_through_changes_nothing(world, said, field, reason):
    complaint = world.complaint("financial_crime")
    assert bad(tells, world.ayesha, complaint, said) == (field, reason)
    assert not Event.objects.filter(complaint=complaint, kind="told").exists()
