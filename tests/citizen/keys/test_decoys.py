"""The harmless complaint shown under duress: it behaves like any other, and nothing of it is ever stored."""

import pytest
from django.apps import apps
from django.db import connection, transaction
from psycopg.errors import ForeignKeyViolation

from citizen.services.complaint_opening import AccessKey, open_with_key
from complaints.models import Complainant, Complaint, Decoy, Draft, Event
from complaints.queries.access_key_facts import load_public_facts
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.rules.statuses import Status
from complaints.services.access_keys.duress_page import act_on_decoy
from complaints.services.access_keys.secret_word_hashing import is_correct_secret_word
from complaints.services.moves import make_move
from notifications.models import Message
from tests import secret_words
from tests.citizen.keys.cast import DURESS, resolved, set_words
from tests.world import build, clock

SIX_DIGITS = """
    SELECT count(nextval('complaints_complaint_id_seq'))
    FROM complaints_complaint_id_seq, generate_series(last_value, 100000)
"""  # only once: a rollback does not reset a sequence, which later tests use too


@pytest.fixture
def complaint(world):
    """Return a confidential complaint with both words, marked to Dania.

    Its id has six digits, because one or two digits appear in any date.
    """
    with connection.cursor() as cursor:
        cursor.execute(SIX_DIGITS)
    complaint = world.complaint("gender_harassment", text="My uncle follows me to college.", phone="+923001112233")
    world.usman.marks(complaint, to=world.dania, at="09:10")
    set_words(complaint, duress=DURESS)
    return complaint


def look(complaint, act=lambda pk: Complaint.objects.unscoped("test").get(pk=pk), *, keep=False, at="10:00"):
    return act_on_decoy(complaint.pk, act, keep_changes=keep, at=clock(at))


def moved(name, at="10:00", **details):
    """Make a move of the complainant on the complaint shown there."""

    def act(pk):
        whose = Complaint.objects.unscoped("test").get(pk=pk).complainant_id
        make_move(complaint_id=pk, name=name, by=Citizen(whose, OpenedBy.WORD), at=clock(at), **details)

    return act


def everything() -> dict[str, list]:
    """Return every row of every table, except those of the harmless complaint itself."""
    tables = [model for model in apps.get_models() if model is not Decoy]
    return {model._meta.label: sorted(map(str, model._base_manager.values_list())) for model in tables}


def test_under_the_same_number_stands_a_harmless_complaint_of_the_same_day(complaint):
    shown = look(complaint)
    assert shown.pk != complaint.pk
    assert (shown.etag, shown.received_at, shown.status) == (complaint.etag, complaint.received_at, Status.RECEIVED)
    assert not shown.is_sensitive
    assert shown.category.group == "feedback"


def test_it_is_of_the_same_person_whose_word_is_the_one_that_was_typed(complaint):
    person = look(complaint, lambda pk: Complainant.objects.get(complaint=pk))
    assert (person.name, person.phone) == ("Ayesha", "+923001112233")
    assert is_correct_secret_word(person.secret_hash, DURESS, etag=complaint.etag)
    assert person.duress_hash == ""


def test_nothing_of_the_real_matter_is_in_it(complaint):
    def all_words(pk):
        shown = Complaint.objects.unscoped("test").select_related("statement", "category", "place").get(pk=pk)
        events = Event.objects.filter(complaint=pk).values_list("body", flat=True)
        return " ".join([shown.statement.text, shown.category.code, shown.place.name, *events])

    assert f'"complaint":{complaint.pk},' in all_words(complaint.pk)
    for hidden in ("uncle", "harassment", "gulberg", complaint.statement.text, str(complaint.pk)):
        assert hidden not in look(complaint, all_words).replace("Lahore", "")


@pytest.mark.slow
def test_nothing_of_it_is_left_whatever_was_done_to_it(complaint):
    look(complaint)
    before = everything()
    look(complaint, moved("add", words="One more thing."), keep=True)
    look(complaint, moved("withdraw"), keep=True)
    look(complaint, moved("report_pressure"), keep=True)
    assert everything() == before
    assert Message.objects.filter(recipient__startswith="complainant:").count() == 2  # the two of the real complaint


def test_what_was_done_to_it_stands_the_next_time_under_the_same_ids(complaint):
    look(complaint, moved("add", words="One more thing."), keep=True)
    first = look(
        complaint, lambda pk: list(Event.objects.filter(complaint=pk).order_by("seq").values_list("pk", "kind", "at"))
    )
    again = look(
        complaint, lambda pk: list(Event.objects.filter(complaint=pk).order_by("seq").values_list("pk", "kind", "at"))
    )
    assert first == again
    assert [kind for _, kind, _ in first] == ["registered", "add"]
    words = look(complaint, lambda pk: Event.objects.get(complaint=pk, kind="add").words.text)
    assert words == "One more thing."


def test_what_is_only_looked_at_is_not_kept(complaint):
    look(complaint)
    look(complaint, moved("withdraw"), keep=False)
    assert look(complaint).status == Status.RECEIVED


def test_once_withdrawn_it_stays_withdrawn_and_its_number_says_closed(complaint):
    look(complaint, moved("withdraw"), keep=True)
    assert look(complaint).status == Status.WITHDRAWN
    assert load_public_facts(complaint.etag).is_closed
    assert Complaint.objects.unscoped("test").get(pk=complaint.pk).status == Status.MARKED


@pytest.mark.slow
def test_of_a_closed_complaint_it_is_a_closed_one(world):
    complaint = resolved(world, category="bribe_demand")
    world.ayesha.does("close", complaint, "+1d 13:00")
    set_words(complaint, duress=DURESS)
    shown = look(complaint, at="+2d 10:00")
    assert shown.status == Status.WITHDRAWN
    assert shown.closed_at == clock("+1d 13:00")
    assert load_public_facts(complaint.etag).is_closed


def test_the_receipt_s_address_leads_to_it_and_back_again(complaint):
    draft = complaint.draft.pk
    assert look(complaint, lambda pk: Draft.objects.get(pk=draft).complaint_id == pk)
    assert Draft.objects.get(pk=draft).complaint_id == complaint.pk


def test_an_error_in_the_page_leaves_nothing_either(complaint):
    look(complaint)
    before = everything()

    def fails(pk):
        moved("withdraw")(pk)
        raise ValueError("the page broke")

    with pytest.raises(ValueError, match="the page broke"):
        look(complaint, fails, keep=True)
    assert everything() == before
    assert look(complaint).status == Status.RECEIVED


def test_what_is_to_be_done_after_the_commit_is_never_done(complaint, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        look(complaint, lambda pk: transaction.on_commit(lambda: pytest.fail("done")), keep=True)
    assert callbacks == []


@pytest.mark.slow
def test_the_database_itself_would_refuse_to_keep_it(own_database):
    """A commit in the harmless complaint fails, and nothing is stored."""
    world = build()
    complaint = world.complaint()
    set_words(complaint, duress=DURESS)
    look(complaint)
    before = everything()
    with pytest.raises(ForeignKeyViolation):
        look(complaint, lambda pk: connection.connection.commit())
    assert everything() == before


@pytest.mark.slow
def test_in_a_transaction_of_its_own_nobody_else_ever_meets_it(own_database):
    """With real commits, the portal's rows are the same before and after, and meanwhile for every other connection."""
    world = build()
    complaint = world.complaint("gender_harassment")
    set_words(complaint, duress=DURESS)
    look(complaint)
    before = everything()
    look(complaint, moved("withdraw"), keep=True)
    assert everything() == before
    assert load_public_facts(complaint.etag).is_closed


def test_its_own_word_is_the_one_that_somebody_set_on_it(complaint):
    def sets(pk):
        secret_words.set_words(pk, secret_hash="his own word for her")

    look(complaint, sets, keep=True)
    found = open_with_key(etag=complaint.etag, typed="his own word for her", at=clock("10:00"))
    assert found.by is AccessKey.DURESS_WORD


def test_a_look_costs_the_same_however_long_the_real_story_is(complaint, world, django_assert_num_queries):
    look(complaint)
    with django_assert_num_queries(19):
        look(complaint)
    for hour in range(11, 16):
        world.dania.does("tell_citizen", complaint, f"{hour}:00")
    with django_assert_num_queries(19):
        look(complaint)
