"""Exports of a queue: all rows that match the filters, streamed, logged, and safe for spreadsheets."""

import csv
import gc
import io
from datetime import datetime

import openpyxl
import pytest
from django.db import Error, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import Officer
from complaints.models import Export
from complaints.rules.etag import format_etag
from desk.queries import export_batches
from documents import spreadsheets
from tests.desk.conftest import DESK, OFFICE, etags
from tests.world import KARACHI, PHONES, clock

CSV, XLSX = OFFICE + "rows.csv", OFFICE + "rows.xlsx"


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def read_csv(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body(answer).decode("utf-8-sig"), newline="")))


def read_xlsx(answer) -> list[list[str]]:
    sheet = openpyxl.load_workbook(io.BytesIO(body(answer))).active
    return [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]


READERS = [(CSV, read_csv), (XLSX, read_xlsx)]


@pytest.mark.parametrize(("path", "read"), READERS)
def test_a_file_holds_exactly_the_rows_of_the_queue_in_its_order(world, seat, path, read, monkeypatch):
    monkeypatch.setattr(export_batches, "BATCH_SIZE", 3)
    for n in range(8):
        world.complaint(("property_crime", "financial_crime")[n % 2], clock("09:00"))
    salma = seat(world.salma)
    heads, *rows = read(salma.sends(path + "?category=property_crime", "10:00"))
    assert heads[:2] == ["E-tag", "Category"]
    assert [row[0] for row in rows] == [
        format_etag(etag) for etag in etags(salma.get(OFFICE + "?category=property_crime", "10:00"))
    ]
    assert len(rows) == 4


def test_the_own_queue_is_taken_away_as_well(world, seat):
    mine, other = world.complaint(), world.complaint()
    world.salma.marks(mine, to=world.bilal, at="09:10")
    world.salma.marks(other, to=world.dania, at="09:10")
    rows = read_csv(seat(world.bilal).sends(DESK + "rows.csv", "10:00"))
    assert [row[0] for row in rows[1:]] == [format_etag(mine.etag)]


def test_moments_are_dates_in_a_workbook_and_sort_as_text_in_csv(world, seat):
    """A spreadsheet cannot sort or subtract dates that are text."""
    complaint = world.complaint(at="09:07")
    salma = seat(world.salma)
    sheet = openpyxl.load_workbook(io.BytesIO(body(salma.sends(XLSX, "10:00")))).active
    named = {head.value: cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert named["Received"].value == datetime(2026, 11, 23, 9, 7)
    assert named["Received"].is_date
    assert named["Report due"].value == complaint.report_due_at.astimezone(KARACHI).replace(tzinfo=None)
    assert named["Contacted"].value in {None, ""}
    assert named["E-tag"].value == format_etag(complaint.etag)
    assert "2026-11-23 09:07" in body(salma.sends(CSV, "10:00")).decode()


def test_what_they_may_not_see_is_not_in_it(world, seat):
    world.complaint()
    assert (
        len(
            read_csv(
                seat(world.sana).sends(
                    CSV,
                    "10:00",
                )
            )
        )
        == 1
    )


def test_it_holds_no_complainant_and_no_word_of_theirs(world, seat):
    world.complaint("gender_harassment", text="He waits at the gate.", name="Ayesha Bibi")
    words = body(seat(world.nadia).sends(CSV, "10:00")).decode()
    assert "harass" in words.lower()
    for secret in ("Ayesha", "gate", PHONES["ayesha"], PHONES["ayesha"][3:]):
        assert secret not in words


@pytest.mark.mostly_slow(keep=4)
@pytest.mark.parametrize(("path", "read"), READERS)
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_becomes_a_formula(world, seat, path, read, start):
    complaint = world.complaint()
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    Officer.objects.filter(pk=world.bilal.officer.pk).update(name_en=f"{start}cmd|' /C calc'!A0")
    _, row = read(seat(world.salma).sends(path, "10:00"))
    assert any(cell.startswith("'") and "cmd|" in cell for cell in row)
    assert not any(cell.startswith(tuple("=+-@\t\r")) for cell in row)


def test_an_urdu_file_is_in_urdu_and_reads_from_the_right(world, seat):
    world.complaint(station="gulberg")
    with translation.override("ur"):
        answer = seat(world.salma).sends("/ur" + XLSX, "10:00")
    book = openpyxl.load_workbook(io.BytesIO(body(answer))).active
    assert book.sheet_view.rightToLeft
    assert "تھانہ گلبرگ" in [cell.value for cell in book[2]]


def test_excel_is_told_that_a_csv_is_unicode(world, seat):
    assert body(seat(world.salma).sends(CSV, "10:00")).startswith(b"\xef\xbb\xbf")


def test_who_took_what_is_written_before_the_first_row_and_how_many_at_the_end(world, seat):
    for n in range(3):
        world.complaint(at=f"09:0{n}")
    answer = seat(world.salma).sends(CSV + "?status=received&after=1-1&q=Ayesha&clock=Ayesha", "10:00")
    (log,) = Export.objects.all()
    assert (log.posting_id, log.office_id, log.at, log.kind, log.asked, log.rows) == (
        *(world.salma.posting.pk, world.salma.posting.office_id, clock("10:00"), "csv", "status=received", None),
    )
    body(answer)
    assert Export.objects.get().rows == 3


@pytest.mark.slow
def test_a_reader_who_goes_away_has_taken_what_they_had(world, seat, monkeypatch):
    monkeypatch.setattr(spreadsheets, "ROWS_AT_ONCE", 2)
    for n in range(9):
        world.complaint(at=f"09:0{n}")
    answer = seat(world.salma).sends(CSV, "10:00")
    pieces = answer.streaming_content
    next(pieces), next(pieces)
    del pieces, answer  # the test client closes the unread response
    gc.collect()
    assert 0 < Export.objects.get().rows < 9


def test_the_log_of_exports_is_kept_as_it_was_written(world, seat):
    body(seat(world.salma).sends(CSV, "10:00"))
    for change in ({"rows": 5}, {"asked": "x"}):
        with pytest.raises(Error, match="update"), transaction.atomic():
            Export.objects.update(**change)
    with pytest.raises(Error, match="permission denied"), transaction.atomic():
        Export.objects.all().delete()


def test_an_address_alone_takes_nothing_away(world, seat):
    answer = seat(world.salma).get(CSV + "?clock=day&after=1-1", "10:00")
    assert (answer.status_code, answer.url) == (302, OFFICE + "?clock=day")
    assert not Export.objects.exists()


def test_who_reads_no_complaints_takes_none_away(world, seat):
    assert seat(world.omar).sends(CSV, "10:00").status_code == 403


def test_rows_leave_batch_after_batch_two_statements_each(world, seat, monkeypatch):
    """Rows are read in batches, so that neither the portal nor the database holds all of them."""
    monkeypatch.setattr(export_batches, "BATCH_SIZE", 2)
    monkeypatch.setattr(spreadsheets, "ROWS_AT_ONCE", 2)
    for n in range(6):
        world.complaint(at=f"09:0{n}")
    pieces = seat(world.salma).sends(CSV, "10:00").streaming_content
    with CaptureQueriesContext(connection) as first:
        next(pieces), next(pieces)
    with CaptureQueriesContext(connection) as rest:
        list(pieces)
    assert len(first) == 2  # the ids of complaints, and their rows
    assert len(rest) == 10  # two batches, the number of rows for the log, and the signed version of that row


def test_a_book_of_many_rows_has_several_sheets(monkeypatch):
    monkeypatch.setattr(spreadsheets, "ROWS_OF_A_SHEET", 3)
    rows = ([str(n), "چوری <&> \x01"] for n in range(7))
    whole = b"".join(spreadsheets.xlsx_chunks(["n", "words"], rows, title="شکایات: 1/2"))
    book = openpyxl.load_workbook(io.BytesIO(whole))
    assert [sheet.max_row for sheet in book] == [4, 4, 2]
    assert [cell.value for cell in book.worksheets[1][2]] == ["3", "چوری <&> "]
    assert book.sheetnames == ["شکایات  1 2", "شکایات  1 2 2", "شکایات  1 2 3"]
