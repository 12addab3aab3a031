"""Links and merges are taken back in both histories, and no exclusion is narrowed by it."""

from datetime import timedelta

import pytest

from complaints.models import Complaint, Event, Exclusion, Notification, RunningClock
from complaints.queries.past_retention import ids_of_linked_group
from complaints.rules.linking_events import current_relations
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status
from complaints.services import linking
from complaints.services.exclusion.officer_naming import name_officer
from desk.queries.related_complaints import knowable_relations
from ledger.service_exceptions import NotPermitted, Refused
from notifications.models import Message
from tests.complaints.verifying import found
from tests.world import clock


def fresh(complaint) -> Complaint:
    related = "category", "policy", "office", "place", "complainant"
    return Complaint.objects.unscoped("test").select_related(*related).get(pk=complaint.pk)


def take_apart(act, person, complaint, other, at="10:00"):
    return act(fresh(complaint), typed_etag=other.etag, by=person.actor, at=clock(at), words="A slip.")


def unlink(*args, **kwargs):
    return take_apart(linking.unlink_complaints, *args, **kwargs)


def unmerge(*args, **kwargs):
    return take_apart(linking.unmerge_complaint, *args, **kwargs)


def refusal(act, *args, **kwargs) -> Refusal:
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return refused.value.reason


@pytest.fixture
def linked(world):
    one, other = world.complaint("threats", "09:00"), world.complaint("threats", "09:10", by="bashir")
    linking.link_complaints(fresh(one), typed_etag=other.etag, by=world.salma.actor, at=clock("09:20"), words="")
    return one, other


@pytest.fixture
def merged(world):
    """Ayesha's later complaint, which was merged into her earlier one by mistake, and the earlier one."""
    earlier, later = world.complaint("threats", "09:00"), world.complaint("threats", "09:10")
    linking.merge_complaint(
        fresh(later), typed_etag=earlier.etag, by=world.salma.actor, at=clock("09:20"), words="One matter."
    )
    return later, earlier


def test_an_unlinked_complaint_names_the_other_one_no_more(world, linked):
    one, other = linked
    assert knowable_relations(fresh(one), world.salma.actor) == {other.etag: "link"}
    unlink(world.salma, other, one)
    for complaint in linked:
        assert knowable_relations(fresh(complaint), world.salma.actor) == {}
        assert ids_of_linked_group(complaint.pk) == {complaint.pk}
    assert list(Event.objects.filter(kind="unlink").order_by("pk").values_list("complaint", flat=True)) == [
        other.pk, one.pk,
    ]  # fmt: skip
    assert found() == []


def test_two_can_be_linked_again(world, linked):
    one, other = linked
    unlink(world.salma, one, other)
    linking.link_complaints(fresh(one), typed_etag=other.etag, by=world.salma.actor, at=clock("10:05"), words="")
    assert knowable_relations(fresh(one), world.salma.actor) == {other.etag: "link"}


def test_what_is_not_linked_cannot_be_unlinked(world, linked):
    one, other = linked
    third = world.complaint("threats", "09:30")
    assert refusal(unlink, world.salma, one, third) is Refusal.NOT_LINKED
    unlink(world.salma, one, other)
    assert refusal(unlink, world.salma, one, other) is Refusal.NOT_LINKED
    assert Event.objects.filter(kind="unlink").count() == 2


def test_an_operator_elsewhere_learns_of_no_link(world, linked):
    one, other = linked
    assert refusal(unlink, world.sana, one, other) is Refusal.NO_SUCH_COMPLAINT


def test_an_officer_who_is_named_in_the_other_one_cannot_unlink_it(world, linked):
    """Salma, the operator, is named in the other complaint: for her it does not exist."""
    one, other = linked
    name_officer(
        complaint_id=other.pk, officer_id=world.salma.officer.pk, why="So he says.", by=world.nadia.actor,
        at=clock("09:30"),
    )  # fmt: skip
    assert refusal(unlink, world.salma, one, other) is Refusal.NO_SUCH_COMPLAINT
    unlink(world.nadia, one, other)
    assert Event.objects.filter(kind="unlink").count() == 2


def test_a_wrong_merge_is_taken_back_with_a_reason_and_the_complainant_is_told(world, merged):
    later, earlier = merged
    unmerge(world.salma, later, earlier)
    later = fresh(later)
    assert (later.status, later.closed_at) == (Status.RECEIVED, None)
    event = Event.objects.get(complaint=later, kind="unmerge")
    assert event.words.text == "A slip."
    assert Event.objects.filter(complaint=earlier, kind="taken_out").exists()
    assert Message.objects.filter(template="unmerged", context__etag=later.etag).exists()
    assert not Message.objects.filter(template="merged", context__etag=later.etag).exists()  # was not sent yet
    for complaint in merged:
        assert ids_of_linked_group(complaint.pk) == {complaint.pk}
    assert found() == []


def test_the_clocks_go_on_with_the_time_that_was_left(world):
    earlier, later = world.complaint("threats", "09:00"), world.complaint("threats", "09:10")
    before = dict(RunningClock.objects.filter(complaint=later).values_list("clock", "due_at"))
    linking.merge_complaint(
        fresh(later), typed_etag=earlier.etag, by=world.salma.actor, at=clock("10:00"), words="One matter."
    )
    assert not RunningClock.objects.filter(complaint=later).exists()
    unmerge(world.salma, later, earlier, at="13:00")
    after = dict(RunningClock.objects.filter(complaint=later).values_list("clock", "due_at"))
    assert after == {clock: due_at + timedelta(hours=3) for clock, due_at in before.items()}
    assert fresh(later).due_at == min(after.values())


def test_a_marked_complaint_is_with_its_officer_again(world):
    earlier, later = world.complaint("threats", "09:00"), world.complaint("threats", "09:10")
    world.salma.marks(later, to=world.bilal, at="09:15")
    linking.merge_complaint(
        fresh(later), typed_etag=earlier.etag, by=world.salma.actor, at=clock("10:00"), words="One matter."
    )
    unmerge(world.salma, later, earlier, at="11:00")
    assert (fresh(later).status, fresh(later).holder_id) == (Status.MARKED, world.bilal.posting.pk)
    assert found() == []


@pytest.mark.slow
def test_a_merge_that_is_taken_back_narrows_no_exclusion(world):
    """The earlier complaint names Bilal, who has the later one: he does not get it back."""
    earlier, later = world.complaint("threats", "09:00"), world.complaint("threats", "09:10")
    world.salma.marks(later, to=world.bilal, at="09:15")
    name_officer(
        complaint_id=earlier.pk, officer_id=world.bilal.officer.pk, why="She says so.", by=world.salma.actor,
        at=clock("09:20"),
    )  # fmt: skip
    linking.merge_complaint(
        fresh(later), typed_etag=earlier.etag, by=world.salma.actor, at=clock("10:00"), words="One matter."
    )
    unmerge(world.salma, later, earlier, at="11:00")
    hidden = Exclusion.objects.current().filter(officer=world.bilal.officer)
    assert set(hidden.values_list("complaint", flat=True)) == {earlier.pk, later.pk}
    assert fresh(later).holder_id != world.bilal.posting.pk
    assert not Complaint.objects.visible_to(world.bilal.actor).filter(pk=later.pk).exists()
    assert found() == []


@pytest.mark.slow
def test_who_is_named_in_the_earlier_complaint_after_the_merge_does_not_get_the_later_one_back(world):
    """While the two are one matter, Bilal is named in the one that continues."""
    earlier, later = world.complaint("threats", "09:00"), world.complaint("threats", "09:10")
    world.salma.marks(later, to=world.bilal, at="09:15")
    linking.merge_complaint(
        fresh(later), typed_etag=earlier.etag, by=world.salma.actor, at=clock("10:00"), words="One matter."
    )
    name_officer(
        complaint_id=earlier.pk, officer_id=world.bilal.officer.pk, why="She says so.", by=world.salma.actor,
        at=clock("10:30"),
    )  # fmt: skip
    unmerge(world.salma, later, earlier, at="11:00")
    assert not Complaint.objects.visible_to(world.bilal.actor).filter(pk=later.pk).exists()
    assert fresh(later).holder_id != world.bilal.posting.pk
    assert found() == []


@pytest.mark.slow
def test_who_is_named_after_the_merge_sees_the_merged_complaint_no_more_and_gets_it_by_no_reopening(world):
    """Farah heads the division: she would get the merged complaint when Ayesha reopens it."""
    earlier, later = world.complaint("threats", "09:00"), world.complaint("threats", "09:10")
    world.salma.marks(later, to=world.bilal, at="09:15")
    linking.merge_complaint(
        fresh(later), typed_etag=earlier.etag, by=world.salma.actor, at=clock("10:00"), words="One matter."
    )
    name_officer(
        complaint_id=earlier.pk, officer_id=world.farah.officer.pk, why="She says so.", by=world.salma.actor,
        at=clock("10:30"),
    )  # fmt: skip
    assert not Complaint.objects.visible_to(world.farah.actor).filter(pk=later.pk).exists()
    world.ayesha.does("reinstate", later, "11:00", words="It is another matter.")
    assert fresh(later).holder_id not in {None, world.farah.posting.pk}
    assert not Complaint.objects.visible_to(world.farah.actor).filter(pk=later.pk).exists()
    assert found() == []


@pytest.mark.slow
def test_who_is_named_after_the_merge_gets_no_message_or_notification_about_the_merged_complaint(world):
    earlier, later = world.complaint("threats", "09:00"), world.complaint("threats", "09:10")
    world.salma.marks(later, to=world.bilal, at="09:15")
    linking.merge_complaint(
        fresh(later), typed_etag=earlier.etag, by=world.salma.actor, at=clock("10:00"), words="One matter."
    )
    Notification.objects.create(
        officer=world.bilal.officer, kind=Notification.Kind.ANSWER, complaint=later, created_at=clock("10:05")
    )
    waiting = Message.objects.waiting().filter(recipient=f"posting:{world.bilal.posting.pk}", context__etag=later.etag)
    assert waiting.exists()
    name_officer(
        complaint_id=earlier.pk, officer_id=world.bilal.officer.pk, why="She says so.", by=world.salma.actor,
        at=clock("10:30"),
    )  # fmt: skip
    assert not waiting.exists()
    assert not Notification.objects.exists()


def test_only_a_merged_complaint_and_only_within_ninety_days(world, merged):
    later, earlier = merged
    with pytest.raises(NotPermitted):
        unmerge(world.salma, earlier, later)
    assert refusal(unmerge, world.salma, later, earlier, at="+91d 10:00") is Refusal.TOO_LATE


def test_it_is_taken_back_only_from_the_complaint_that_it_was_merged_into(world, merged):
    later, _ = merged
    third = world.complaint("threats", "08:00")
    assert refusal(unmerge, world.salma, later, third) is Refusal.NOT_LINKED


def test_a_link_and_a_merge_with_one_complaint_are_two_relations():
    events = [("link", "1"), ("merge", "1"), ("unmerge", "1"), ("link", "2"), ("unlink", "2")]
    assert current_relations(events) == {("link", "1")}
