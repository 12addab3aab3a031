"""After anonymisation no personal data remain, also not decrypted; the history remains and still verifies."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as portal_settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from complaints.models import Complaint, Event, Evidence, LookUp, Words
from complaints.queries.verification import verify_complaints
from complaints.services.retention import anonymisation_job, anonymise_due
from ledger.service_exceptions import NotPermitted, RowsFailed
from monitoring.models import Tally
from monitoring.tallies.tally_maintenance import apply_deltas
from monitoring.tallies.tally_verification import find_differences
from tests.complaints.stages import withdrawn
from tests.evidence import samples
from tests.retention.lives import LATER, PERSONAL, SAID, dumped, lived, personal, settle
from tests.world import PHONES, build, clock
from whatsapp.models import Chat

PHOTO = samples.photo()
BASHIRS = {name: value.replace("Ayesha", "Bashir").replace("ayesha", "bashir") for name, value in PERSONAL.items()} | {
    "phone": PHONES["bashir"],
    "address": "House 77, Mochi-Gate-Lane",
    "document_number": "3520298765433",
    "text": "The grain dealer Khushal-Bakhsh took my tractor papers.",
    "landmark": "opposite the Ichhra cinema",
    "concerns": "Constable Naulakhawala",
    "position": "31.62040,74.45870,9",
}
DOCUMENT = {name: PERSONAL[name] for name in ("document", "document_number")}
SAID_TO_BASHIR = {name: f"Bashir heard: {words[::-1]}" for name, words in SAID.items()} | {"file": "grain.jpg"}


@pytest.fixture
def place(settings, tmp_path):
    """Store files in the test's own folder."""
    where = portal_settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(tmp_path / "evidence")}}
    settings.STORAGES = portal_settings.STORAGES | {"evidence": where}
    return tmp_path / "evidence"


def wrong() -> list[str]:
    return [str(finding) for _, found in verify_complaints() for finding in found]


def missing_in(dump: str, *wanted: dict[str, str]) -> set[str]:
    return {name for values in wanted for name, value in values.items() if value not in dump}


def files_in(place) -> set[str]:
    return {path.name for path in place.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_nothing_personal_is_found_in_a_dump_and_a_held_one_is_untouched(own_database, place):
    world = build()
    hers = lived(world, photo=PHOTO)
    his = lived(world, by="bashir", photo=PHOTO, told=BASHIRS, said=SAID_TO_BASHIR)
    world.zara.does("hold", his, "+2d 10:00", words="The court of Lahore has asked for it.")
    settle("financial_crime")
    apply_deltas()
    of_hers, of_his = personal(PERSONAL, SAID), personal(BASHIRS, SAID_TO_BASHIR)
    assert missing_in(dumped(own_database.owner_url), of_hers, of_his) == set()  # else the test proves nothing
    files = files_in(place)
    tallies = own_tallies()

    assert anonymise_due(at=clock(LATER)) == 1
    after = dumped(own_database.owner_url)
    assert missing_in(after, of_hers) == set(of_hers)
    assert missing_in(after, of_his) == set()
    assert files_in(place) == {str(Evidence.objects.get(complaint=his).pk)}
    assert len(files) == 2
    assert (Evidence.objects.get(complaint=hers).original, Evidence.objects.get(complaint=his).state) == ("", "shown")
    assert wrong() == []
    apply_deltas()
    assert [found for _, found in find_differences() if found] == []
    assert own_tallies() == tallies


def own_tallies() -> list:
    """Return every figure that the boards read."""
    return list(Tally.objects.order_by("pk").values())


@pytest.fixture
def hers(world, place):
    settle("financial_crime")
    return lived(world, photo=PHOTO)


def test_what_happened_when_and_by_whom_stays(world, hers):
    kept = ("etag", "category", "district", "office", "status", "received_at", "closed_at", "outcome", "channel")
    before = Complaint.objects.unscoped("test").filter(pk=hers.pk).values(*kept).get()
    story = list(Event.objects.filter(complaint=hers).order_by("seq").values_list("kind", "at", "posting", "mac"))
    anonymise_due(at=clock(LATER))
    assert Complaint.objects.unscoped("test").filter(pk=hers.pk).values(*kept).get() == before
    events = list(Event.objects.filter(complaint=hers).order_by("seq"))
    assert [(one.kind, one.at, one.posting_id, bytes(one.mac)) for one in events[:-1]] == [
        (kind, at, posting, bytes(mac)) for kind, at, posting, mac in story
    ]
    assert (events[-1].kind, events[-1].actor_kind, events[-1].at) == ("anonymised", "system", clock(LATER))
    assert json.loads(events[-1].body)["facts"]["files"] == 1
    assert wrong() == []


def test_the_words_salts_are_gone_so_nobody_finds_out_by_trying(hers):
    anonymise_due(at=clock(LATER))
    rows = Words.objects.filter(event__complaint=hers)
    assert rows.count() > 0
    assert {(row.text, bytes(row.salt), row.anonymised_at) for row in rows} == {("", b"", clock(LATER))}


@pytest.mark.parametrize(
    ("forged", "said"),
    [
        (
            "UPDATE complaints_words SET text = '', parts = '{}', salt = '', anonymised_at = now()",
            "nothing in its history says",
        ),
        ("UPDATE complaints_complaint SET anonymised_at = now()", "its row dates its anonymisation otherwise"),
        ("UPDATE complaints_complaint SET held_at = now()", "its row dates its legal hold otherwise"),
    ],
)
def test_what_was_emptied_without_the_job_is_found(hers, forged, said):
    with connection.cursor() as cursor:
        cursor.execute(forged)
    assert said in " ".join(wrong())


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    "forged",
    [
        "UPDATE complaints_words SET text = 'other words'",
        "UPDATE complaints_words SET text = 'x', salt = '', anonymised_at = now()",
        "DELETE FROM complaints_words",
        "UPDATE complaints_reading SET why = 'another reason'",
        "UPDATE complaints_finding SET text = '', at = now()",
        "UPDATE complaints_lookup SET mark = '', found = 0",
        "DELETE FROM complaints_lookup",
    ],
)
def test_the_database_lets_those_columns_be_emptied_and_nothing_else(hers, forged):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(forged)


def test_nobody_acts_on_it_any_more(world, hers):
    anonymise_due(at=clock(LATER))
    for who in ("bilal", "dania", "imran", "zara", "salma", "nadia", "ayesha"):
        with pytest.raises(NotPermitted):
            world.people[who].does("note", hers, "+3001d 09:00")


def test_who_searched_by_a_number_is_kept_with_the_number_s_mark_while_another_complaint_of_it_is(world, hers):
    another = world.complaint("property_crime", "+9d 09:00", phone=PERSONAL["phone"], **DOCUMENT)
    anonymise_due(at=clock(LATER))
    marks = [bytes(mark) for mark in LookUp.objects.order_by("kind").values_list("mark", flat=True)]
    person = another.complainant
    assert marks == [bytes(person.document_index), bytes(person.phone_index)]
    assert Chat.objects.filter(phone_index=person.phone_index).exists()


def test_without_a_settled_time_nothing_is_ever_destroyed(world, place):
    complaint = lived(world)
    assert anonymise_due(at=clock("+20000d 09:00")) == 0
    assert complaint.statement.text == PERSONAL["text"]


def test_the_day_before_its_time_is_over_it_is_kept(world, hers):
    end = clock("14:00").replace(year=2033)  # 84 months later
    assert anonymise_due(at=end - timedelta(seconds=1)) == 0
    assert anonymise_due(at=end) == 1


def test_done_twice_it_is_done_once(hers):
    assert [anonymise_due(at=clock(LATER)), anonymise_due(at=clock(LATER))] == [1, 0]
    assert Event.objects.filter(complaint=hers, kind="anonymised").count() == 1


@pytest.mark.slow
def test_a_complaint_that_cannot_be_anonymised_does_not_hold_up_the_others(world, hers, monkeypatch, caplog):
    other = withdrawn(world)
    anonymise = anonymisation_job.anonymise

    def fail_for_hers(complaint_id, **more):
        if complaint_id == hers.pk:
            raise ValueError
        return anonymise(complaint_id, **more)

    monkeypatch.setattr(anonymisation_job, "anonymise", fail_for_hers)
    with pytest.raises(RowsFailed):
        anonymise_due(at=clock(LATER))
    assert f"Complaint {hers.pk} could not be anonymised" in caplog.text
    assert Event.objects.filter(complaint=other, kind="anonymised").exists()


def test_a_dry_run_says_what_would_go_and_changes_nothing(world, hers, capsys):
    his = lived(world, by="bashir", told=BASHIRS, said=SAID_TO_BASHIR)
    world.zara.does("hold", his, "+2d 10:00")
    with time_machine.travel(clock(LATER), tick=False):
        call_command("anonymise", "--dry-run")
    said = capsys.readouterr().out
    assert "financial_crime: 84 months\n" in said
    assert "property_crime: no time settled: kept for good\n" in said
    assert "financial_crime, lahore: 2 past their time, 1 of them under a legal hold\n" in said
    assert "1 complaints would lose names, numbers, words, files and marks" in said
    hers.statement.refresh_from_db()
    assert hers.statement.text == PERSONAL["text"]


def test_every_category_has_a_suggestion_that_says_whose_it_is(world, hers, capsys):
    with time_machine.travel(clock(LATER), tick=False):
        call_command("anonymise", "--dry-run", "--suggested")
    said = capsys.readouterr().out
    assert "no time settled" not in said
    assert "financial_crime, lahore: 1 past their time\n" in said
