"""Taking a scanned letter, and what operators do with one that waits."""

from datetime import timedelta

import pytest

from complaints import evidence
from complaints.models import CoverSheet, Draft, Evidence, ScannedLetter
from complaints.queries.uploaded_files import FileOwner
from complaints.rules.accepted_files import FileRefused
from complaints.rules.scanning.page_splitting import ScanProblem
from complaints.services.drafts import delete_expired_drafts
from complaints.services.scanning import waiting_letters
from complaints.services.scanning.cover_sheets import create_cover_sheets
from complaints.services.scanning.letter_taking import LetterFile, Taken, take_letter
from ledger.service_exceptions import NotPermitted, Overtaken
from tests.complaints.scanning.letters import SOURCE, scanned_letter, small_pdf
from tests.world import clock

pytestmark = pytest.mark.django_db
ELSEWHERE = ScannedLetter.Reason.ELSEWHERE


def visible(person) -> list:
    return list(ScannedLetter.objects.visible_to(person.actor).waiting(at=clock("10:00")).values_list("pk", flat=True))


def take(code: str, *, by=None, sources=(SOURCE,), content=None) -> Taken | ScanProblem:
    files = [LetterFile("letter.pdf", "application/pdf", content or small_pdf())]
    return take_letter(code, files, pages=2, sources=list(sources), by=by and by.actor, at=clock("09:00"))


def test_a_sheet_is_good_once_and_the_same_pages_are_taken_once(world):
    (sheet,) = create_cover_sheets(1, by=world.salma.actor, at=clock("08:00"))
    assert take(sheet.code, by=world.salma) is Taken.NOW
    assert take(sheet.code, by=world.salma) is Taken.BEFORE
    other_pages = SOURCE | {"pages": "7–8"}
    assert take(sheet.code, by=world.salma, sources=[other_pages]) is ScanProblem.USED_SHEET
    assert ScannedLetter.objects.count() == 1


def test_an_operator_takes_no_letter_of_another_cell(world):
    (sheet,) = create_cover_sheets(1, by=world.sana.actor, at=clock("08:00"))
    assert take(sheet.code, by=world.salma) is ScanProblem.OTHER_CELL
    assert take("CS0000000000000000") is ScanProblem.UNKNOWN_SHEET
    assert take(sheet.code, by=world.nadia) is Taken.NOW
    with pytest.raises(NotPermitted):
        take(sheet.code, by=world.bilal)


def test_of_a_letter_whose_file_is_refused_nothing_is_kept_and_the_sheet_stays_good(world):
    (sheet,) = create_cover_sheets(1, by=world.salma.actor, at=clock("08:00"))
    with pytest.raises(FileRefused):
        take(sheet.code, by=world.salma, content=b"MZ no PDF at all" * 10)
    assert [rows.objects.count() for rows in (ScannedLetter, Draft, Evidence)] == [0, 0, 0]
    assert CoverSheet.objects.get().used_at is None


def test_only_operators_print_sheets_and_at_most_fifty(world):
    for person in (world.bilal, world.usman, world.zara, world.omar):
        with pytest.raises(NotPermitted):
            create_cover_sheets(1, by=person.actor, at=clock("08:00"))
    for count in (0, 51):
        with pytest.raises(ValueError, match=str(count)):
            create_cover_sheets(count, by=world.salma.actor, at=clock("08:00"))


def test_a_letter_exists_for_its_own_cells_operators_and_for_nobody_else(world):
    letter = scanned_letter(world.salma)
    seen_by = {name for name, person in world.people.items() if person.posting and visible(person) == [letter.pk]}
    assert seen_by == {"salma"}
    for person in (world.sana, world.nadia, world.usman, world.imran, world.zara, world.asad):
        with pytest.raises(NotPermitted):
            waiting_letters.open_letter(letter.pk, by=person.actor, at=clock("10:00"))


def test_a_letter_against_the_cell_goes_to_the_cpo_and_disappears_for_the_cell(world):
    letter = scanned_letter(world.salma)
    waiting_letters.open_letter(letter.pk, by=world.salma.actor, at=clock("09:10"))
    waiting_letters.hand_on_letter(letter.pk, by=world.salma.actor, at=clock("09:20"))
    assert (visible(world.salma), visible(world.nadia)) == ([], [letter.pk])
    assert Draft.objects.get(pk=letter.draft_id).operator is None
    with pytest.raises(NotPermitted):
        waiting_letters.open_letter(letter.pk, by=world.salma.actor, at=clock("09:30"))
    with pytest.raises(NotPermitted):  # there is no cell above the CPO's
        waiting_letters.hand_on_letter(letter.pk, by=world.nadia.actor, at=clock("09:30"))


def test_a_closed_letter_can_be_opened_again_and_is_then_kept_as_long_as_a_new_one(world):
    letter = scanned_letter(world.salma)
    waiting_letters.close_letter(letter.pk, reason=ELSEWHERE, by=world.salma.actor, at=clock("09:10"))
    letter.refresh_from_db()
    assert (letter.state, letter.reason, letter.closed_by) == ("closed", "elsewhere", world.salma.posting)
    for act in (waiting_letters.open_letter, waiting_letters.hand_on_letter):
        with pytest.raises(Overtaken):
            act(letter.pk, by=world.salma.actor, at=clock("09:20"))
    later = clock("09:00") + timedelta(days=20)
    waiting_letters.reopen_letter(letter.pk, by=world.salma.actor, at=later)
    assert visible(world.salma) == [letter.pk]
    assert Draft.objects.get(pk=letter.draft_id).expires_at == later + timedelta(days=30)


@pytest.mark.parametrize("is_closed", [True, False])
def test_what_was_never_taken_down_is_destroyed_with_its_files_after_thirty_days(world, is_closed):
    letter = scanned_letter(world.salma)
    if is_closed:
        waiting_letters.close_letter(letter.pk, reason=ELSEWHERE, by=world.salma.actor, at=clock("09:10"))
    row = Evidence.objects.get()
    original = row.original
    day_before, day_after = (clock("09:00") + timedelta(days=days) for days in (29, 31))
    evidence.remove_abandoned_files(at=day_before)
    assert (Evidence.objects.count(), delete_expired_drafts(at=day_before)) == (1, 0)
    evidence.remove_abandoned_files(at=day_after)
    assert delete_expired_drafts(at=day_after) == 1
    assert not Evidence.objects.exists()
    with pytest.raises(evidence.sealed_storage.DamagedFile):
        evidence.sealed_storage.SealedFileReader(original, purpose=f"evidence.original.{row.pk}")
    letter.refresh_from_db()
    assert (letter.draft, letter.file_ids) == (None, [])
    assert not ScannedLetter.objects.waiting(at=day_after).exists()


def test_nobody_removes_the_scan_from_the_draft(world):
    letter = scanned_letter(world.salma)
    owner = FileOwner(draft_id=letter.draft_id)
    assert not evidence.remove_file(owner=owner, evidence_id=letter.file_ids[0])
    assert Evidence.objects.filter(draft=letter.draft).count() == 1
