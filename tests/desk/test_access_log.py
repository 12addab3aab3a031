"""Every page that shows a complaint is in the access log; auditors search it, and their searches are logged too."""

import csv
import io
import uuid

import pytest
from django.db import DatabaseError, transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import now

from accounts.models import Posting
from accounts.rules.roles import Role
from complaints.models import AccessSearch, Complaint, Finding, Reading, ReadingKind
from complaints.services.exclusion.officer_naming import name_officer
from desk.queries import access_log
from desk.services import audit_records, reading_log
from documents.formula_escaping import escape_formula
from ledger.service_exceptions import NotPermitted
from tests.desk.conftest import address
from tests.factories import OfficerFactory, PostingFactory
from tests.world import Person, clock

LOG = "/desk/access/"
WORDS = "A dealer in the bazaar took the money."


def taking_an_etag(patterns=None, space="", kinds=()):
    """Return the name of every route with an E-tag, with its other parameters."""
    for pattern in patterns or get_resolver().url_patterns:
        here = {**dict(kinds), **pattern.pattern.converters}
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from taking_an_etag(pattern.url_patterns, inner, here.items())
        elif isinstance(pattern, URLPattern) and type(here.get("etag")).__name__ == "EtagConverter":
            yield f"{space}{pattern.name}", here


SAMPLES = {
    "UUIDConverter": uuid.UUID(int=7),
    "SlugConverter": "mark",
    "IntConverter": 1,
    "StringConverter": "en",
    "EtagConverter": "2" * 12,  # of another complaint
}
ROUTES = {name: places for name, places in taking_an_etag() if name.startswith("desk:") or ":" not in name}


def desk_address(name: str, etag: str) -> str:
    given = {place: SAMPLES.get(type(kind).__name__, "1") for place, kind in ROUTES[name].items()}
    return reverse(name, kwargs=given | {"etag": etag})


def test_the_walk_knows_the_desk():
    assert {"desk:complaint", "desk:evidence_file", "desk:printed_key", "desk:move"} <= set(ROUTES)


@pytest.mark.mostly_slow(keep=6)
@pytest.mark.parametrize("name", sorted(name for name in ROUTES if "/desk/" in desk_address(name, "1" * 12)))
def test_whatever_shows_a_complaint_is_a_reading(world, seat, name):
    complaint = world.complaint("financial_crime", text=WORDS, name="Zubaida Khatoon")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    told = (WORDS, "Zubaida", "Fraud, cheque", "%PDF")  # its number is in the URL already
    for person in (world.salma, world.bilal, world.nadia, world.asad):
        desk = seat(person)
        for ask in (desk.get, desk.sends):
            before = Reading.objects.filter(posting=person.posting).count()
            answer = ask(desk_address(name, complaint.etag), "10:00")
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            shows = answer.status_code not in {301, 302} and any(words.encode() in body for words in told)
            assert not shows or Reading.objects.filter(posting=person.posting).count() > 0, (person.name, name)
            assert Reading.objects.filter(posting=person.posting).count() - before <= 1


@pytest.mark.parametrize(("move", "typed"), [("", None), ("mark/", {"seen": 1, "to": ""}), ("mark/", {"seen": 0})])
def test_where_it_cannot_be_written_down_a_plain_page_says_so(world, seat, monkeypatch, move, typed):
    complaint, desk = world.complaint(text=WORDS), seat(world.salma)

    def fails(*args, **kwargs):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(Reading, "save", fails)
    path = f"{address(complaint)}{move}"
    answer = desk.get(path, "09:30") if typed is None else desk.sends(path, "09:30", **typed)
    assert answer.status_code == 503
    assert "no-store" in answer.headers["Cache-Control"]
    assert not any(words in answer.content.decode() for words in (WORDS, "Ayesha", complaint.spaced_etag))
    assert not Reading.objects.exists()


# --- the auditors' page -------------------------------------------------------------------------------------------


@pytest.fixture
def read(world):
    """Bilal has read one complaint twice and Salma once; Sana of Multan has read another one."""
    fraud, theft = world.complaint("financial_crime"), world.complaint("property_crime", district="multan")
    world.salma.marks(fraud, to=world.bilal, at="09:10")
    for person, complaint, at in (
        (world.bilal, fraud, "09:30"),
        (world.bilal, fraud, "+1d 09:30"),
        (world.salma, fraud, "+1d 10:00"),
        (world.sana, theft, "+2d 11:00"),
    ):
        reading_log.record_reading(complaint, by=person.actor, at=clock(at))
    return fraud, theft


def found(answer) -> list[tuple[str, str]]:
    return [(row["officer"].split()[-1], row["etag"]) for row in answer.context["rows"]]


@pytest.mark.slow
def test_an_auditor_searches_by_officer_complaint_office_and_period(world, seat, read):
    fraud, theft = (complaint.etag for complaint in read)
    asad = seat(world.asad)
    everything = [("Sana", theft), ("Salma", fraud), ("Bilal", fraud), ("Bilal", fraud)]
    assert found(asad.get(LOG, "+3d 09:00")) == everything
    for asked, expected in (
        ({"officer": "Bilal"}, everything[2:]),
        ({"officer": "bilal@police.example"}, everything[2:]),
        ({"complaint": read[1].spaced_etag}, everything[:1]),
        ({"office": "Multan"}, everything[:1]),
        ({"office": "gulberg_circle"}, everything[2:]),
        ({"from": "2026-11-24", "until": "2026-11-24"}, everything[1:3]),
        ({"officer": "Bilal", "until": "2026-11-23"}, everything[3:]),
        ({"officer": "Bilal", "office": "Multan"}, []),
    ):
        assert found(asad.get(LOG, "+3d 09:00", **asked)) == expected, asked


def test_what_cannot_be_read_is_said_and_stays_typed(world, seat, read):
    asad = seat(world.asad)
    for asked, said in (
        ({"officer": "Nobody At All"}, "No officer found."),
        ({"office": "Atlantis"}, "No office found."),
        ({"complaint": "1234"}, "This is not an E-tag. An E-tag has 12 digits."),
        ({"from": "2026-11-25", "until": "2026-11-24"}, "The end date must be on or after the start date."),
        ({"officer": "a" * 121}, "This must be 120 characters or fewer."),
        ({"office": "a" * 121}, "This must be 120 characters or fewer."),
    ):
        answer = asad.get(LOG, "+3d 09:00", **asked)
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert all(value in answer.content.decode() for value in asked.values())


def test_a_word_that_several_are_called_by_offers_each(world, seat, read):
    answer = seat(world.asad).get(LOG, "+3d 09:00", office="Gulberg")
    assert answer.status_code == 422
    assert [words for words, _ in answer.context["choices"]] == ["Gulberg Circle", "Gulberg Police Station"]
    chosen = answer.context["choices"][0][1]
    assert len(found(seat(world.asad).get(chosen, "+3d 09:00"))) == 2


@pytest.mark.slow
def test_nobody_else_has_the_log_nor_its_file(world, seat, read):
    for person in (world.imran, world.zara, world.usman, world.salma, world.nadia):
        for path in (LOG, f"{LOG}searches/"):
            assert seat(person).get(path, "+3d 09:00").status_code == 404
        assert seat(person).sends(f"{LOG}export/", "+3d 09:00").status_code == 404
        assert seat(person).sends(f"{LOG}finding/?officer=Bilal", "+3d 09:00", words="x").status_code == 404
    assert seat(world.omar).get(LOG, "+3d 09:00").status_code in {403, 404}


def test_the_log_goes_on_page_by_page_without_loss(world, seat, read):
    fraud, _ = read
    Reading.objects.bulk_create(
        Reading(complaint=fraud, posting=world.dania.posting, office=world.dania.posting.office, at=clock("12:00"))
        for _ in range(access_log.SIZE * 2)
    )
    asad, url, seen = seat(world.asad), LOG, []
    while url:
        answer = asad.get(url, "+3d 09:00")
        seen += found(answer)
        url = answer.context["older_url"] and LOG + answer.context["older_url"].partition(LOG)[2]
    assert len(seen) == access_log.SIZE * 2 + 4
    assert seen[:3] == [("Sana", read[1].etag), ("Salma", fraud.etag), ("Bilal", fraud.etag)]


def test_the_file_holds_the_rows_of_the_search_and_no_formula(world, seat, read):
    type(world.bilal.officer).objects.filter(pk=world.bilal.officer.pk).update(rank=None, name_en="=cmd()")
    door = f"{LOG}export/?officer=bilal%40police.example"
    shown = seat(world.asad).get(LOG, "+3d 09:00", officer="bilal@police.example").content.decode()
    assert f'action="{door}"' in shown
    assert seat(world.asad).get(door, "+3d 09:00").status_code == 405
    assert not AccessSearch.objects.filter(kind=AccessSearch.Kind.EXPORTED).exists()
    answer = seat(world.asad).sends(door, "+3d 09:00")
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert lines[0][:2] == ["When", "Officer"]
    assert [line[1] for line in lines[1:]] == ["'=cmd()", "'=cmd()"]
    assert lines[1][5] == read[0].spaced_etag
    kept = AccessSearch.objects.get(kind=AccessSearch.Kind.EXPORTED)
    assert (kept.by, kept.asked) == (world.asad.posting, {"officer": world.bilal.officer.pk})


@pytest.mark.parametrize("typed", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_cell_begins_like_a_formula(typed):
    assert escape_formula(typed) == f"'{typed}"
    assert escape_formula("Bilal") == "Bilal"


def test_the_reason_for_a_revealed_identity_stands_beside_it(world, seat, read):
    why = "The complainant asked for a call."
    reading_log.record_reading(read[0], by=world.zara.actor, at=clock("+2d 12:00"), kind=ReadingKind.REVEALED, why=why)
    shown = seat(world.asad).get(LOG, "+3d 09:00").content.decode()
    assert "Identity shown" in shown
    assert why in shown


def test_what_an_auditor_asks_is_kept_and_seen_by_auditors(world, seat, read):
    asad = seat(world.asad)
    asad.get(LOG, "+3d 09:00", complaint=read[0].etag)
    asad.get(LOG, "+3d 09:05")
    assert [row.asked for row in AccessSearch.objects.order_by("pk")] == [{"complaint": read[0].etag}, {}]
    shown = asad.get(f"{LOG}searches/", "+3d 09:10").content.decode()
    assert f"E-tag: {read[0].etag}" in shown
    assert "Everything" in shown
    with pytest.raises(DatabaseError), transaction.atomic():
        AccessSearch.objects.update(asked={})


def test_an_auditor_records_a_finding_and_nothing_else(world, seat, read):
    fraud, _ = read
    asad, words = seat(world.asad), "Read at night, without a reason."
    answer = asad.sends(f"{LOG}finding/?complaint={fraud.etag}", "+3d 09:00", words=words)
    assert answer.status_code == 302
    assert words in asad.get(LOG, "+3d 09:01", complaint=fraud.etag).content.decode()
    asad.sends(f"{LOG}finding/?officer=Bilal", "+3d 09:02", words="Twice.")
    assert [(f.complaint, f.officer, f.by) for f in Finding.objects.order_by("pk")] == [
        (fraud, None, world.asad.posting),
        (None, world.bilal.officer, world.asad.posting),
    ]
    assert fraud.events.count() == Complaint.objects.unscoped("test").get(pk=fraud.pk).head.seq == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        Finding.objects.all().delete()


@pytest.fixture
def tariq(world) -> Person:
    """A second auditor."""
    posting = PostingFactory(
        officer=OfficerFactory(name_en="Tariq"), office=world.office("punjab"), role=Role.AUDITOR, is_head=False
    )
    return Person("tariq", Posting.objects.with_people().get(pk=posting.pk))


@pytest.mark.slow
def test_who_is_named_learns_it_neither_from_a_colleagues_search_nor_from_a_finding(world, seat, read, tariq):
    fraud, theft = read
    name_officer(
        complaint_id=fraud.pk, officer_id=world.asad.officer.pk, why="So.", by=world.nadia.actor, at=clock("+2d 12:00")
    )
    his, ours = seat(tariq), seat(world.asad)
    for asked in ({"complaint": fraud.etag}, {"complaint": theft.etag}, {"officer": "Asad"}, {"officer": "Bilal"}, {}):
        assert his.get(LOG, "+3d 09:00", **asked).status_code == 200
    his.sends(f"{LOG}finding/?officer=Asad", "+3d 09:05", words="He read by night.")
    asked = [row["filters"] for row in his.get(f"{LOG}searches/", "+3d 09:10").context["rows"]]
    bilal = f"Officer: {world.bilal.officer.pk}"
    everything = [
        "Everything",
        bilal,
        f"Officer: {world.asad.officer.pk}",
        f"E-tag: {theft.etag}",
        f"E-tag: {fraud.etag}",
    ]
    assert asked == everything
    kept = [row["filters"] for row in ours.get(f"{LOG}searches/", "+3d 09:10").context["rows"]]
    assert kept == ["Everything", bilal, f"E-tag: {theft.etag}"]
    for reader, reads in ((his, True), (ours, False)):
        html = reader.get(LOG, "+3d 09:11", officer="Asad").content.decode()
        assert ("He read by night." in html) is reads


def test_what_auditors_asked_costs_two_statements(world, read, django_assert_num_queries):
    for asked in ({"complaint": read[0].etag}, {"officer": world.asad.officer.pk}, {}, {"officer": 1, "of": "files"}):
        audit_records.record_search(asked, kind=AccessSearch.Kind.SHOWN, by=world.asad.actor, at=now())
    with django_assert_num_queries(2):  # and the names of the searchers at that time
        assert len(access_log.recorded_searches(world.asad.actor)) == 3


def test_a_finding_needs_words_and_an_auditor(world, seat, read):
    answer = seat(world.asad).sends(f"{LOG}finding/?officer=Bilal", "+3d 09:00", words=" ")
    assert answer.status_code == 422
    assert "Say what you found." in answer.content.decode()
    with pytest.raises(NotPermitted):
        audit_records.record_finding(words="Mine.", by=world.zara.actor, at=now(), officer=world.bilal.officer)
    assert not Finding.objects.exists()


def test_an_auditor_whose_session_ended_is_given_the_finding_back(world, client):
    answer = client.post(f"{LOG}finding/?officer=Bilal", {"words": "Long thought about."})
    assert answer.status_code == 401
    assert "Long thought about." in answer.content.decode()
