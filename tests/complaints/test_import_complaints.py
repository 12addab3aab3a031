"""`import_complaints`: old complaints of other systems, with their origin in the history and without a past."""

import hashlib
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from complaints.models import Complaint, Event, ImportedComplaint, RunningClock, Words
from complaints.queries.verification.chain_check import parse_event_body
from complaints.rules.statuses import Ending, Status
from complaints.services.importing import complaint_import
from monitoring.queries import public_counts
from monitoring.tallies.tally_maintenance import apply_deltas
from monitoring.tallies.tally_models import Tally
from notifications.models import Message
from sla.models import Breach
from sla.services.sweeping import sweep
from tests.complaints.verifying import found
from tests.retention.lives import settle
from tests.world import DAY, clock

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parents[2] / "examples/old-complaints"
NADIA = "nadia@police.example"
MAPPING = 'source = "OLD"\n'
HEADER = "reference,received_on,state,closed_on,category,district,text,name,phone,accused_officers,happened_on\n"
OPEN = "A-1,2026-11-02,open,,property_crime,lahore,My shop was broken into.,Ayesha,03001112233,,2026-11-01"
CLOSED = "A-2,2020-02-03,closed,2020-03-01,financial_crime,lahore,A dealer cheated me.,Bashir,03214445566,,"


@pytest.fixture
def brings(world, tmp_path):
    """Run the command on lines under the header, as Nadia, at nine. Return the output; errors end with FAILED."""

    def run(*lines, header=HEADER, mapping=MAPPING, at="09:00", encoding="utf-8", **options) -> str:
        file, columns = tmp_path / "old.csv", tmp_path / "mapping.toml"
        file.write_bytes((header + "".join(f"{line}\n" for line in lines)).encode(encoding))
        columns.write_text(mapping, encoding="utf-8")
        return call(file, columns, at=at, **options)

    return run


def call(file: Path, mapping: Path, *, at="09:00", by=NADIA, **options) -> str:
    out, err = StringIO(), StringIO()
    with time_machine.travel(clock(at), tick=False):
        try:
            call_command("import_complaints", str(file), mapping=mapping, by=by, stdout=out, stderr=err, **options)
        except CommandError as error:
            return f"{err.getvalue()}FAILED {error}"
    return out.getvalue()


def complaint(reference: str) -> Complaint:
    rows = Complaint.objects.unscoped("test").select_related("complainant", "statement", "imported")
    return rows.get(imported__reference=reference)


def kinds(of: Complaint) -> list[str]:
    return list(Event.objects.filter(complaint=of).order_by("seq").values_list("kind", flat=True))


def test_an_open_complaint_gets_clocks_from_the_import_and_keeps_its_days_as_facts(world, brings):
    assert "1 open and 0 closed complaints to import; 0 are imported already." in brings(OPEN)
    mine = complaint("A-1")
    assert (mine.status, mine.received_at, mine.channel) == (Status.RECEIVED, clock("09:00"), "imported")
    assert mine.complainant.phone == "+923001112233"
    assert min(RunningClock.objects.filter(complaint=mine).values_list("due_at", flat=True)) > clock("09:00")
    assert kinds(mine) == ["registered", "imported"]
    event = Event.objects.get(complaint=mine, kind="imported")
    facts = parse_event_body(event)["facts"]
    assert (event.at, event.posting_id) == (clock("09:00"), world.nadia.posting.pk)
    assert (facts["system"], facts["reference"], facts["received_there"]) == ("OLD", "A-1", "2026-11-02")
    assert facts["file"] == hashlib.sha256(f"{HEADER}{OPEN}\n".encode()).hexdigest()
    assert not Message.objects.exists()
    assert found() == []


def test_a_closed_complaint_has_no_clock_no_breach_and_no_result_in_the_figures(world, brings):
    assert "0 open and 1 closed" in brings(CLOSED)
    old = complaint("A-2")
    assert (old.status, old.ending, old.outcome) == (Status.CLOSED, Ending.IMPORTED, "")
    assert (old.closed_at, old.imported.closed_on.isoformat()) == (clock("09:00"), "2020-03-01")
    assert not RunningClock.objects.filter(complaint=old).exists()
    sweep(at=clock("+60d 09:00"))
    assert not Breach.objects.filter(complaint=old).exists()
    apply_deltas()
    tally = Tally.objects.get(scope=0, grain="ever", value="closed")
    late = ("contact_late", "report_late", "contact_in_time", "report_in_time", "reported", "word_known", "open")
    assert {name: getattr(tally, name) for name in late} == dict.fromkeys(late, 0)
    assert Tally.objects.get(scope=0, grain="day", facet="channel").value == "imported"
    assert found() == []


def test_the_public_figures_leave_imported_complaints_out(world, brings):
    world.complaint(at="08:00")
    brings(OPEN, CLOSED)
    province = next(public_counts.count_window(DAY.date(), DAY.date(), at=clock("10:00")))
    assert province.received == 1


def test_the_history_shows_where_it_came_from_in_both_languages(world, brings, seat):
    brings(OPEN)
    salma, address = seat(world.salma), f"/desk/complaints/{complaint('A-1').etag}/"
    page = salma.get(address, "09:30").content.decode()
    assert "imported it from OLD, reference A-1 (received there on 2026-11-02" in page
    assert "Its time limits start with the import." in page
    urdu = salma.get(f"/ur{address}", "09:31").content.decode()
    assert "A-1" in urdu
    assert "imported it from" not in urdu


def test_accused_officers_never_see_it_and_nobody_is_told(world, brings):
    line = OPEN.replace("property_crime", "bribe_demand").replace("03001112233,", "03001112233,USMAN@police.example")
    brings(line)
    mine = complaint("A-1")
    scope = Complaint.objects.visible_to
    assert [scope(person.actor, at=clock("09:01")).count() for person in (world.usman, world.salma, world.nadia)] == [
        0,
        0,
        1,
    ]
    assert "officer_named" in kinds(mine)
    assert not Message.objects.exists()
    assert found() == []


def test_a_conduct_complaint_without_an_accused_officer_counts_as_yes(world, brings):
    """Nobody was asked, so neither the district's head nor its cell reads it."""
    brings(OPEN.replace("property_crime", "misbehaviour"), CLOSED)
    about_police, other = complaint("A-1"), complaint("A-2")
    scope = Complaint.objects.visible_to
    for officer in (world.usman, world.salma):
        assert about_police not in scope(officer.actor, at=clock("09:01"))
    assert [about_police.protected, other.protected] == [True, False]
    assert other in scope(world.salma.actor, at=clock("09:01"))


def test_where_an_officer_is_accused_the_complainant_is_protected(world, brings):
    brings(OPEN.replace("03001112233,", "03001112233,latif@police.example"))
    assert complaint("A-1").protected
    assert found() == []


def test_complainants_are_told_only_when_asked_and_only_of_open_complaints(brings):
    brings(OPEN, CLOSED, notify_complainants=True)
    assert Message.objects.get().template == "registered"


def test_the_same_file_twice_changes_nothing(brings):
    brings(OPEN, CLOSED)
    before = Event.objects.count()
    assert "0 open and 0 closed complaints to import; 2 are imported already." in brings(OPEN, CLOSED, at="10:00")
    assert Event.objects.count() == before
    assert "1 open and 0 closed complaints to import; 2 are" in brings(OPEN, CLOSED, OPEN.replace("A-1", "A-3"))


def test_a_dry_run_saves_nothing(brings):
    answer = brings(OPEN, CLOSED, dry_run=True)
    assert "1 open and 1 closed" in answer
    assert "nothing was saved" in answer
    assert not Complaint.objects.unscoped("test").exists()


def test_an_interrupted_import_goes_on_where_it_ended(brings, monkeypatch):
    """The power fails in the middle of the second row: the first stays, and nothing of the second."""
    real, calls = complaint_import.make_move, []

    def fails(**move):
        calls.append(move)
        raise IntegrityError("the server is gone")

    monkeypatch.setattr(complaint_import, "make_move", fails)
    lines = (OPEN, CLOSED, OPEN.replace("A-1", "A-3"))
    assert "FAILED line 3: the server is gone. 1 complaints were imported before it." in brings(*lines)
    assert [one.reference for one in ImportedComplaint.objects.all()] == ["A-1"]
    monkeypatch.setattr(complaint_import, "make_move", real)
    assert "1 open and 1 closed complaints to import; 0 are" in brings(*lines, resume=True)
    assert ImportedComplaint.objects.count() == 3
    assert "0 open and 0 closed" in brings(*lines, resume=True)


ERRORS = [
    (OPEN.replace("A-1", ""), "line 2: reference is missing."),
    (OPEN.replace("A-1", "0300-1112233"), "line 2: reference looks like a telephone number or a CNIC."),
    (OPEN.replace("A-1", "ا"), "line 2: reference “ا” may have only"),
    (OPEN.replace("2026-11-02", "02/11/2026"), "line 2: received_on “02/11/2026” is not a date"),
    (OPEN.replace("2026-11-02", "2027-11-02"), "line 2: received_on “2027-11-02” is before 1990 or in the future."),
    (OPEN.replace(",open,", ",pending,"), "line 2: state “pending” is not one of: closed, open."),
    (OPEN.replace(",open,", ",closed,"), "line 2: closed_on is missing."),
    (
        CLOSED.replace("2020-03-01", "2020-01-01"),
        "line 2: closed_on “2020-01-01” is before the complaint was received.",
    ),
    (OPEN.replace("2026-11-01", "2026-11-03"), "line 2: happened_on “2026-11-03” is after the complaint was received."),
    (OPEN.replace("property_crime", "thefts"), "line 2: There is no category “thefts”."),
    (OPEN.replace("lahore", "lahor"), "line 2: district: there is no office “lahor”."),
    (OPEN.replace("lahore", "gulberg"), "line 2: district: “gulberg” is not a district."),
    (OPEN.replace("03001112233", "12"), "line 2: phone is not valid."),
    (OPEN.replace("233,,", "233,no@police.example,"), "line 2: accused_officers: no officer has the e-mail"),
    (OPEN.replace("My shop", "My\x00shop"), "line 2: text has characters that cannot be read."),
    (OPEN + ",more", "line 2: The number of cells in the row differs from the number of headings (12/11)."),
    (OPEN + "\n" + OPEN, "line 3: reference “A-1” is in the file twice."),
    (OPEN.replace("My shop", '"My shop'), "FAILED old.csv cannot be read as CSV"),
]


def test_a_wrong_row_is_named_by_its_line_and_nothing_is_imported(brings):
    answers = [(brings(line), sentence) for line, sentence in ERRORS]
    assert [sentence for answer, sentence in answers if sentence not in answer or "FAILED" not in answer] == []
    assert not Complaint.objects.unscoped("test").exists()


def test_a_complaint_past_its_retention_period_is_refused(brings):
    settle("financial_crime", months=60)
    assert "line 2: It was closed on 2020-03-01. Its retention period is over" in brings(CLOSED)
    assert "0 open and 1 closed" in brings(CLOSED.replace("2020-03-01", "2024-03-01"))


MAPPING_ERRORS = [
    ("source = ", "The mapping is not a TOML file"),
    ('source = "O"\ncolour = "red"', "The mapping has settings that the portal does not know: colour"),
    ('source = "اردو"', "The mapping needs a “source”"),
    ('source = "O"\nencoding = "klingon"', "The encoding “klingon” is unknown."),
    ('source = "O"\nencoding = "base64"', "The encoding “base64” is unknown."),
    ('source = "O"\ndelimiter = ";;"', "The delimiter must be a comma, a semicolon, a tab or |."),
    ('source = "O"\n[columns]\nreference = "No"', "neither a column nor a default for: received_on, state"),
    ('source = "O"\n[columns]\nstatus = "S"', "The portal's format has no such columns: status"),
    ('source = "O"\n[defaults]\nlanguage = 3', "This setting of the mapping must contain texts only: defaults"),
    ('source = "O"\ndelimiter = ";"', "lacks these headings: reference"),
]


def test_a_wrong_mapping_or_importer_is_explained(brings):
    answers = [(brings(OPEN, mapping=mapping), sentence) for mapping, sentence in MAPPING_ERRORS]
    assert [(sentence, answer) for answer, sentence in answers if sentence not in answer] == []
    assert "salma@police.example is not a complaint operator of the Central Police Office." in brings(
        OPEN, by="salma@police.example"
    )
    assert "is not in the encoding utf-8-sig." in brings(OPEN.replace("shop", "café"), encoding="latin-1")


@pytest.mark.slow
def test_both_sample_layouts_are_imported(world):
    english = call(EXAMPLES / "district-register.csv", EXAMPLES / "district-register.toml")
    assert "2 open and 1 closed complaints to import" in english
    bribe = complaint("MLN/2026/0051")
    assert (bribe.category.code, bribe.complainant.woman_officer) == ("bribe_demand", True)
    assert bribe.statement.concerned == {"name": "Akram Invented", "rank": "SI"}
    assert Words.objects.get(event__complaint=complaint("LHR/2024/0117")).text.startswith("The motorcycle")
    urdu = call(EXAMPLES / "shikayat-markaz.csv", EXAMPLES / "shikayat-markaz.toml")
    assert "1 open and 1 closed complaints to import" in urdu
    anonymous = complaint("SM-902")
    assert (anonymous.complainant.anonymous, anonymous.statement.concerned) == (True, {"post": "SHO"})
    assert anonymous.statement.text == "تھانے میں درخواست لینے کے پیسے مانگے گئے"
    assert found() == []
