"""The demo's data are consistent and plausible, and are created completely or not at all."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command

from accounts.models import Officer
from complaints.models import Call, Category, Complainant, Complaint, Event, RunningClock
from complaints.queries.due_calls import list_due_calls
from complaints.queries.verification.internal_clock_check import SETTLING_ENDS
from complaints.rules.calls.cell_calls import Purpose
from complaints.rules.clock import Clock
from complaints.rules.statuses import OPEN, Channel, Status
from demo import demo_data, enquiry_samples, notice_samples, officer_accounts, story_texts
from demo.sample_selection import actor_by_address
from enquiries.models import Feedback, Talk, Verification
from notices.queries import published_notices
from notices.rules.notice_kinds import NoticeKind
from notifications.models import Message
from reviews.models import Dossier, Flag, Review, ReviewEvent
from reviews.rules import Stage
from sla.models import Breach
from tests.demo.conftest import END, LIVES, NUMBER, filled

pytestmark = pytest.mark.slow

DAY = timedelta(days=1)
PLACES = re.compile(r"\{\w+\}")


def everything():
    return Complaint.objects.unscoped("test")


def test_what_was_filled_passes_every_check(demo):
    assert everything().count() >= NUMBER
    call_command("verify_history")  # these exit where anything is wrong
    call_command("verify_tallies")
    call_command("verify_answers")
    call_command("verify_keys")


def test_every_status_channel_and_category_occurs(demo):
    assert set(everything().values_list("status", flat=True)) == {str(status) for status in Status}
    assert set(everything().values_list("channel", flat=True)) == {str(channel) for channel in Channel}
    counts = Counter(everything().values_list("category__code", flat=True))
    assert set(counts) == set(Category.objects.values_list("code", flat=True))
    assert counts["fir_not_registered"] > counts["khidmat_markaz"]


def test_nothing_is_later_than_now_and_few_of_the_open_ones_are_late(demo):
    assert not Event.objects.filter(at__gt=END).exists()
    assert not everything().filter(received_at__gt=END).exists()
    still = everything().filter(status__in=OPEN)
    late = still.filter(due_at__lte=END).count()
    assert 0.03 < late / still.count() < 0.25
    assert still.count() < everything().count() / 3


def test_most_complaints_were_settled_in_time_and_of_those_that_wait_none_is_late(demo):
    """Issue 21: no operator of the simulated past settled anything, so every waiting complaint was days late."""
    waiting = RunningClock.objects.filter(clock=Clock.SETTLING)
    assert waiting.filter(due_at__gt=END).exists()
    assert not waiting.filter(due_at__lte=END).exists()
    counts = Counter(Event.objects.filter(kind__in=SETTLING_ENDS).values_list("kind", flat=True))
    passed_up = counts["pass_up_unsettled"] + counts["leave_unsettled"]
    assert 0 < passed_up < counts["settled"] / 5


def test_complainants_who_cannot_read_do_not_wait_for_weeks_for_their_news(demo):
    """The first page of the Central Police Office's operators began with a hundred calls that were months late."""
    assert Call.objects.filter(purpose=str(Purpose.NEWS)).exists()
    calls = list_due_calls(actor_by_address("operator.cpo"), at=END)
    assert sum(call.purpose is Purpose.NEWS and call.due_at < END - 3 * DAY for call in calls) < 10


def test_appeals_come_within_thirty_days_of_the_end(demo):
    appeals = Event.objects.filter(kind="appeal")
    assert appeals.count() > 3
    for appeal in appeals:
        ended = Event.objects.filter(complaint=appeal.complaint_id, kind__in=["close", "reject"], seq__lt=appeal.seq)
        assert appeal.at - ended.latest("seq").at <= 30 * DAY


def test_what_is_told_matches_its_category(demo):
    for complaint in everything().exclude(channel="").select_related("category", "statement"):
        told = complaint.statement.text
        assert any(_is_of(story, told) for story in story_texts.stories_by_category()[complaint.category.code]), (
            complaint.category.code
        )


def _is_of(story: dict[str, str], told: str) -> bool:
    parts = (PLACES.split(text) for text in story.values())
    return any(all(part in told for part in found) for found in parts)


def test_every_category_has_three_stories_in_three_languages():
    for code, stories in story_texts.stories_by_category().items():
        assert len(stories) >= 3, code
        for story in stories:
            assert all(story[language] for language in ("en", "ur", "roman"))
            assert len({tuple(sorted(PLACES.findall(text))) for text in story.values()}) == 1


def test_no_two_people_have_one_number_unless_they_filed_twice(demo):
    indexes = Counter(bytes(index) for index in Complainant.objects.values_list("phone_index", flat=True) if index)
    merged = everything().filter(status=Status.MERGED).count()
    assert sum(number > 1 for number in indexes.values()) <= merged
    names = {person.name for person in Complainant.objects.all()}
    assert len(names) > len(indexes) / 4


def test_messages_of_the_past_were_sent(demo):
    assert not Message.objects.waiting().filter(created_at__lt=END - DAY).exists()
    assert Message.objects.exclude(sent_at=None).count() > NUMBER


def test_reviews_go_their_ways_and_none_is_decided_unheard(demo):
    assert len(set(Review.objects.values_list("status", flat=True))) >= 5
    assert Review.objects.filter(status=Stage.CLOSED).exists()
    taken = set(ReviewEvent.objects.values_list("kind", flat=True))
    assert taken >= {"call", "explain", "fall_silent", "decide", "appeal", "close"}
    assert Dossier.objects.count() == Flag.objects.count() > 10
    assert Breach.objects.filter(level=0).exclude(officer=None).exclude(flags__isnull=False).count() == 0
    for review in Review.objects.exclude(decision=""):
        steps = list(review.events.order_by("seq").values_list("kind", flat=True))
        assert {"explain", "fall_silent"} & set(steps[1 : steps.index("decide" if "decide" in steps else "refer_up")])
    assert not ReviewEvent.objects.filter(at__gt=END).exists()


def test_filled_again_nothing_is_made_twice(demo):
    before = everything().count(), Review.objects.count(), Event.objects.count()
    filled()
    assert (everything().count(), Review.objects.count(), Event.objects.count()) == before


def test_interrupted_in_the_middle_it_starts_over_cleanly(db, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(demo_data.complaint_samples, "create_complaint_samples", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            demo_data.create_demo_data(complaints=80, lives=36, parts=1, end=END, say=str)
    assert not everything().exists()
    demo_data.create_demo_data(complaints=80, lives=36, parts=1, end=END, say=str)
    assert everything().count() >= 80
    call_command("verify_history")
    assert Officer.objects.filter(email="igp@demo.example").count() == 1


def _interrupted(**_):
    raise KeyboardInterrupt


def test_the_same_seed_makes_the_same_lives(province):
    first = demo_data.plan_simulated_complaints(LIVES, seed=7, end=END)
    assert demo_data.plan_simulated_complaints(LIVES, seed=7, end=END) == first
    assert demo_data.plan_simulated_complaints(LIVES, seed=8, end=END) != first


def test_every_sample_of_the_registers_says_that_it_is_one(province, settings, tmp_path):
    place = settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"evidence": place}
    enquiry_samples.create_enquiry_samples(at=END)
    assert {one.text[:6] for one in Feedback.objects.all()} == {"SAMPLE"}
    assert {one.said_ur[:6] for one in Feedback.objects.published()} == {"SAMPLE"}
    assert {one.worker_name[:6] for one in Verification.objects.all()} == {"SAMPLE"}
    assert {one.is_sample for one in Talk.objects.all()} == {True}
    assert {one.status for one in Verification.objects.all()} == {"received", "with_records", "clear", "record_found"}


def test_every_district_has_a_head_and_a_complaint_cell(province):
    assert 150 <= Officer.objects.count() <= 190
    assert Officer.objects.get(email="ccpo@demo.example").postings.count() == 2
    assert Officer.objects.get(email="operator.jhang@demo.example").check_password(officer_accounts.PASSWORD)


def test_the_notices_are_samples_with_drawn_shapes_and_made_once(province):
    assert notice_samples.create_notice_samples(at=END) == 5
    assert notice_samples.create_notice_samples(at=END) == 0
    shown = [one for kind in NoticeKind for one in published_notices.list_published_notices(kind, at=END)]
    assert {one.is_sample for one in shown} == {True}
    assert [one.picture is not None for one in published_notices.current_alerts(at=END)] == [True, True]
    assert published_notices.current_alerts(at=END, language="roman")[0].words.startswith("Banai gayi misaal")
