"""Morning questions: which are created, for whom, only once; and answers that cannot change."""

from datetime import date, timedelta
from io import StringIO
from math import exp, lgamma, log

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Office
from accounts.rules.roles import Role
from complaints.models import Complaint, Exclusion, Naming
from demo.message_samples import Address, render_message
from ledger.service_exceptions import NotPermitted, Refused
from monitoring.models import Question, QuestionAnswer
from monitoring.queries.morning_questions import altered_answers, measure_changes
from monitoring.rules.question_scores import (
    LEAST_SCORE,
    MOST_QUESTIONS,
    WEEKS_BEFORE,
    FigureChange,
    QuestionFigure,
    change_score,
    choose_changes,
    compared_weeks,
)
from monitoring.services.questions.answer_recording import record_answer
from monitoring.services.questions.late_question_reminders import remind_of_late_questions
from monitoring.services.questions.question_creation import create_morning_questions
from notifications.models import Message
from reviews.rules.delay_patterns import PatternShare
from tests.factories import PostingFactory, create_naming
from tests.monitoring.figures import asked
from tests.monitoring.test_public_figures import filed
from tests.signing_in import sign_in
from tests.world import DAY, World, clock

MORNING = clock("+7d 07:10")  # 30 November: the week is that of the 23rd
WORDS = "A fair was held at Minar-e-Pakistan, and phones were stolen in the crowd."


@pytest.fixture
def busy(world) -> World:
    """File four complaints a week in Lahore for twelve weeks and ninety in the last; in Multan thirty in every week."""
    for week in range(1, 13):
        filed(world, 4, "lahore", at=DAY - timedelta(weeks=week) + timedelta(hours=9))
    for week in range(-1, 13):
        filed(world, 30, "multan", at=DAY - timedelta(weeks=week) + timedelta(hours=9))
    filed(world, 90, "lahore", at="+1d 09:00")
    return world


def put(world: World) -> list[tuple[str, str]]:
    return [(one.office.code, one.figure) for one in Question.objects.select_related("office").order_by("rank")]


def test_a_change_beyond_chance_is_asked_and_a_habit_is_not(busy):
    assert create_morning_questions(at=MORNING) == 1
    assert put(busy) == [("lahore", "received")]
    question = Question.objects.get()
    assert (question.number, question.before_number) == (90, 48)
    assert (question.first, question.last) == (date(2026, 11, 23), date(2026, 11, 29))
    assert question.score > LEAST_SCORE
    assert question.posting == busy.usman.posting
    assert question.due_at == clock("+11d 00:00")  # three whole days
    assert page(busy, "usman").context["rows"][0]["due"] == "3 December 2026"


@pytest.mark.slow
def test_each_share_is_compared_in_weeks_whose_answers_are_known(busy):
    """All reports of Lahore's week of the ninth were late; before, one in five was."""
    lahore, counted = busy.office("lahore"), Complaint.objects.unscoped("test").filter(district=busy.office("lahore"))
    for week in range(2, 16):
        filed(busy, 25, "lahore", at=DAY - timedelta(weeks=week) + timedelta(hours=10))
    late = timedelta(days=9)
    for complaint in counted.filter(received_at__lt=DAY - timedelta(days=7)):
        is_late = complaint.received_at >= DAY - timedelta(days=14) or complaint.pk % 5 == 0
        reported = complaint.report_due_at + (late if is_late else -timedelta(minutes=5))
        Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(reported_at=reported)
    found = {
        change.figure: change for change in measure_changes(today=MORNING.date(), at=MORNING) if change.office == lahore
    }
    reported = found[QuestionFigure.REPORTED]
    assert (reported.now.number, reported.now.of) == (0, 29)
    assert 0.7 < reported.before.number / reported.before.of < 0.9
    assert create_morning_questions(at=MORNING) > 0
    assert ("lahore", "reported") in put(busy)


def test_it_is_asked_once_a_day_and_not_again_before_an_answer_or_within_the_week(busy):
    assert create_morning_questions(at=MORNING - timedelta(minutes=11)) == 0  # not before seven
    assert create_morning_questions(at=MORNING) == 1
    assert create_morning_questions(at=MORNING + timedelta(hours=2)) == 0
    assert create_morning_questions(at=MORNING + timedelta(days=1)) == 0
    record_answer(
        question_id=Question.objects.get().pk, words=WORDS, by=busy.usman.actor, at=MORNING + timedelta(hours=3)
    )
    assert create_morning_questions(at=MORNING + timedelta(days=2)) == 0  # answered, and asked two days ago
    filed(busy, 200, "lahore", at="+10d 09:00")
    assert create_morning_questions(at=MORNING + timedelta(days=7)) == 1
    assert put(busy) == [("lahore", "received")] * 2


def test_the_head_is_told_with_a_way_behind_the_sign_in(busy):
    create_morning_questions(at=MORNING)
    create_morning_questions(at=MORNING)
    message = Message.objects.get(template="asked_to_explain")
    assert message.recipient == f"posting:{busy.usman.posting.pk}"
    letter = render_message("asked_to_explain", message.context, address=Address(language="en"))
    assert "/desk/questions/" in letter.text
    assert "90" not in letter.text  # the message does not contain the figures


def test_who_has_not_answered_by_the_day_is_reminded_and_whoever_is_above_is_told_once(busy):
    create_morning_questions(at=MORNING)
    due = Question.objects.get().due_at
    assert remind_of_late_questions(at=due - timedelta(minutes=1)) == 0
    assert [remind_of_late_questions(at=due + timedelta(hours=hours)) for hours in (7, 8, 31)] == [2, 0, 0]
    told = dict(Message.objects.filter(template__startswith="answer_late").values_list("template", "recipient"))

    assert told == {
        "answer_late": f"posting:{busy.usman.posting.pk}",
        "answer_late_below": f"posting:{busy.imran.posting.pk}",  # Usman heads the region as well
    }
    for message in Message.objects.filter(template__startswith="answer_late"):
        letter = render_message(message.template, message.context, address=Address(language="en"))
        assert "/desk/questions/" in letter.text
        assert "90" not in letter.text


def test_who_answered_in_time_is_not_reminded(busy):
    create_morning_questions(at=MORNING)
    question = Question.objects.get()
    record_answer(question_id=question.pk, words=WORDS, by=busy.usman.actor, at=MORNING + timedelta(hours=3))
    assert remind_of_late_questions(at=question.due_at + timedelta(hours=7)) == 0


@pytest.mark.slow
def test_nothing_that_names_an_officer_is_behind_a_question(busy):
    """Eighty of the ninety name Usman, who would have to answer. So there is no question."""
    why = {"source": "cell", "by": busy.salma.posting, "why": "Named.", "named_at": clock("+1d 10:00")}
    some = Complaint.objects.unscoped("test").filter(district=busy.office("lahore"), received_at=clock("+1d 09:00"))[
        :80
    ]
    for one in some:
        create_naming(complaint=one, officer=busy.usman.officer, **why)
    before = {(c.office.code, c.figure): (c.now, c.before) for c in measure_changes(today=MORNING.date(), at=MORNING)}
    assert before["lahore", QuestionFigure.RECEIVED] == (PatternShare(10, 1), PatternShare(48, 12))
    assert create_morning_questions(at=MORNING) == 0
    Naming.objects.update(taken_back_at=MORNING, taken_back_by=busy.nadia.posting, taken_back_why="A namesake.")
    Exclusion.objects.update(ended_at=MORNING)
    assert create_morning_questions(at=MORNING) == 0  # a withdrawn naming would reveal it too


def test_every_figure_is_measured_of_every_district_in_as_many_statements(world):
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as statements:
            found = measure_changes(today=MORNING.date(), at=MORNING)
        counts.append(len(statements))
        filed(world, 30, "multan")
    assert counts[0] == counts[1] <= 9
    assert {(c.office.code, c.figure) for c in found} == {
        (code, figure)
        for code in Office.objects.districts().values_list("code", flat=True)
        for figure in QuestionFigure
    }


def page(world: World, name: str, query: str = "", *, post: str = "", at=MORNING):
    with time_machine.travel(at, tick=False):
        client = sign_in(Client(), world.people[name].officer)
        if post:
            return client.post(post, {"words": query})
        return client.get(reverse("questions") + query)


def later(days: int):
    return MORNING + timedelta(days=days)


def rows(answer_) -> list[tuple[str, bool]]:
    return [(row["office"], row["form"] is not None) for row in answer_.context["rows"]]


@pytest.mark.slow
def test_the_owner_answers_and_everybody_above_reads(world):
    question = asked(world, at=MORNING)
    asked(world, at=MORNING, office="multan", figure="reported", rank=2)
    assert rows(page(world, "usman")) == [("Lahore", True)]
    for name in ("zara", "asad", "imran"):
        assert rows(page(world, name)) == [("Lahore", False), ("Multan", False)]
    assert rows(page(world, "rashid")) == [("Multan", True)]
    assert rows(page(world, "farah")) == []  # below the office of the question
    assert page(world, "salma").status_code == 403
    door = reverse("answer_question", kwargs={"question": question.pk})
    for name in ("zara", "imran", "farah", "rashid"):
        assert page(world, name, WORDS, post=door).status_code == 404, name
    assert page(world, "usman", " ", post=door).status_code == 422
    assert not QuestionAnswer.objects.exists()
    assert page(world, "usman", WORDS, post=door).status_code == 302
    kept = QuestionAnswer.objects.get()
    assert (kept.words, kept.posting) == (WORDS, world.usman.posting)
    assert WORDS in page(world, "zara").content.decode()
    twice = page(world, "usman", "Another word.", post=door)
    assert twice.status_code == 422
    assert QuestionAnswer.objects.count() == 1


@pytest.mark.slow
def test_the_centre_sees_what_is_open_late_and_answered(world):
    first, second, _third = (
        asked(world, at=MORNING, office=office, rank=rank)
        for rank, office in enumerate(("lahore", "multan", "kasur"), 1)
    )
    record_answer(question_id=first.pk, words=WORDS, by=world.usman.actor, at=MORNING + timedelta(hours=1))
    shown = {
        (state, days): [office for office, _form in rows(page(world, "zara", f"?state={state}", at=later(days)))]
        for state in ("open", "late", "answered")
        for days in (1, 4)
    }
    assert shown == {
        ("open", 1): ["Multan", "Kasur"], ("late", 1): [], ("answered", 1): ["Lahore"],
        ("open", 4): [], ("late", 4): ["Multan", "Kasur"], ("answered", 4): ["Lahore"],
    }  # fmt: skip
    record_answer(
        question_id=second.pk, words=WORDS, by=world.rashid.actor, at=later(5)
    )  # late, and accepted all the same
    found = page(world, "zara", at=later(6)).context["rows"]
    assert [row["answer"] and row["answer"]["was_late"] for row in found] == [False, True, None]
    for wrong in ("?page=0", "?page=x", "?state=nonsense", "?page=99999999999"):
        assert page(world, "zara", wrong).status_code == 200


def test_an_answer_can_be_neither_changed_nor_taken_away_unseen(world):
    question = asked(world, at=MORNING)
    kept = record_answer(question_id=question.pk, words=WORDS, by=world.usman.actor, at=MORNING)
    for act in ("UPDATE monitoring_questionanswer SET body = '{}'", "DELETE FROM monitoring_questionanswer"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{act} WHERE id = %s", [kept.pk])
    with pytest.raises(DatabaseError), transaction.atomic():
        Question.objects.update(number=1)
    assert list(altered_answers()) == []
    call_command("verify_answers", stdout=StringIO())
    forged = {"question": asked(world, at=MORNING, office="multan", rank=2), "posting": world.rashid.posting}
    QuestionAnswer.objects.create(**forged, at=MORNING, body=kept.body, key_id="", mac=b"x" * 32)
    with pytest.raises(CommandError, match="Altered"):
        call_command("verify_answers")


def test_nobody_answers_twice_without_words_or_for_another(world):
    question = asked(world, at=MORNING)
    for by in (world.farah.actor, world.imran.actor, world.rashid.actor):
        with pytest.raises(NotPermitted):
            record_answer(question_id=question.pk, words=WORDS, by=by, at=MORNING)
    with pytest.raises(Refused):
        record_answer(question_id=question.pk, words=" ", by=world.usman.actor, at=MORNING)
    record_answer(question_id=question.pk, words=WORDS, by=world.usman.actor, at=MORNING)
    with pytest.raises(NotPermitted):
        record_answer(question_id=question.pk, words=WORDS, by=world.usman.actor, at=MORNING)


def test_who_sits_at_a_station_too_reads_no_count_of_complaints_against_it(world):
    asked(world, at=MORNING)
    PostingFactory(
        officer=world.usman.officer, office=world.office("gulberg"), role=Role.SUPERVISOR, starts_at=clock("09:00")
    )
    with time_machine.travel(MORNING, tick=False):
        client = sign_in(Client(), world.usman.officer)
        session = client.session
        session["posting"] = world.usman.posting.choice
        session.save()
        assert client.get(reverse("questions")).context["rows"] == []


# --- the rule ---------------------------------------------------------------------------------------------------

SHARES = st.tuples(st.integers(0, 300), st.integers(0, 300)).map(lambda pair: PatternShare(pair[0], sum(pair)))
CHANGES = st.builds(FigureChange, st.integers(0, 9), st.sampled_from(list(QuestionFigure)), SHARES, SHARES)


@given(st.sampled_from(list(QuestionFigure)), SHARES, SHARES)
def test_the_score_has_the_sign_of_the_change_and_small_numbers_have_none(figure, now, before):
    found = change_score(figure, now, before)
    if figure is QuestionFigure.RECEIVED:
        assert (found is None) == (now.number < 20 and before.number < 20 * WEEKS_BEFORE)
        if found is not None and abs(now.number - before.number / WEEKS_BEFORE) > 1:
            assert (found > 0) == (now.number > before.number / WEEKS_BEFORE)
        return
    if now.of < 20 or before.of < 20:
        assert found is None
    if found is not None and now.number * before.of != before.number * now.of:
        assert (found > 0) == (now.number * before.of > before.number * now.of)


@given(st.lists(CHANGES, max_size=30, unique_by=lambda change: (change.office, change.figure)))
def test_the_largest_five_are_chosen_and_none_that_is_quiet(changes):
    quiet = {(change.office, change.figure) for change in changes[::3]}
    found = choose_changes(changes, quiet)
    assert len(found) <= MOST_QUESTIONS
    assert not quiet & {(change.office, change.figure) for change in found}
    rest = [
        abs(c.score) for c in changes if c not in found and (c.office, c.figure) not in quiet and c.score is not None
    ]
    assert all(abs(change.score) >= LEAST_SCORE for change in found)
    assert [abs(change.score) for change in found] == sorted((abs(change.score) for change in found), reverse=True)
    assert len(found) == MOST_QUESTIONS or all(one < LEAST_SCORE for one in rest)
    assert not rest or not found or max(rest) <= min(abs(change.score) for change in found) or max(rest) < LEAST_SCORE


@given(st.dates(date(2024, 1, 1), date(2090, 1, 1)), st.sampled_from(list(QuestionFigure)))
def test_the_twelve_weeks_end_where_the_week_begins(today, figure):
    (first, last), (before, until) = compared_weeks(figure, today)
    assert (last - first).days == 6
    assert until + timedelta(days=1) == first
    assert (until - before).days == 7 * WEEKS_BEFORE - 1
    assert last < today


def poisson(mean: float, top: int) -> list[float]:
    return [exp(n * log(mean) - mean - lgamma(n + 1)) for n in range(top)]


def binomial(of: int, share: float) -> list[float]:
    whole = lgamma(of + 1)
    return [
        exp(whole - lgamma(k + 1) - lgamma(of - k + 1) + k * log(share) + (of - k) * log(1 - share))
        for k in range(of + 1)
    ]


@pytest.mark.parametrize("mean", [8, 20, 45, 120])
def test_chance_alone_passes_the_score_of_a_count_once_in_a_thousand_at_most(mean):
    """Sum over all weekly counts of an unchanged rate, each with its probability."""
    before = poisson(mean * WEEKS_BEFORE, mean * WEEKS_BEFORE * 2)
    alarm = 0.0
    for n, chance in enumerate(poisson(mean, mean * 3)):
        if chance > 1e-9:
            passing = (
                p for whole, p in enumerate(before) if p > 1e-9 and passes(QuestionFigure.RECEIVED, n, 1, whole, 12)
            )
            alarm += chance * sum(passing)
    assert alarm < 0.001


@pytest.mark.parametrize("of", [20, 60])
@pytest.mark.parametrize("share", [0.03, 0.1, 0.3, 0.5, 0.8, 0.95])
def test_chance_alone_passes_the_score_of_a_share_twice_in_a_thousand_at_most(of, share):
    before, alarm = binomial(of * 3, share), 0.0
    for k, chance in enumerate(binomial(of, share)):
        passing = (
            p for whole, p in enumerate(before) if p > 1e-9 and passes(QuestionFigure.DENIED, k, of, whole, of * 3)
        )
        alarm += chance * sum(passing)
    assert alarm < 0.002


def passes(figure: QuestionFigure, number: int, of: int, before: int, before_of: int) -> bool:
    found = change_score(figure, PatternShare(number, of), PatternShare(before, before_of))
    return found is not None and abs(found) >= LEAST_SCORE
