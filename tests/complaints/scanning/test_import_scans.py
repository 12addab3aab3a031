"""`import_scans`: whole files of a scanner, read in the sandbox."""

import hashlib
import os
from io import BytesIO, StringIO

import pikepdf
import pytest
import time_machine
from django.core.management import CommandError, call_command
from pikepdf import Dictionary, Name

from complaints import evidence, tasks
from complaints.models import Draft, Evidence, ScannedLetter
from complaints.rules.scanning.sheet_code import draw_sheet_code
from complaints.services.scanning import folder_import, letter_taking
from complaints.services.scanning.cover_sheets import create_cover_sheets
from tests.complaints.scanning.scans import (
    as_pdf,
    as_tiff,
    blank_page,
    jpeg,
    letter_page,
    put,
    scanned,
    sheet_page,
)
from tests.world import clock

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SALMA, NADIA = "salma@police.example", "nadia@police.example"


@pytest.fixture
def scanner(tmp_path, settings):
    """The scanner's folder. Evidence lies in a folder of the test's own."""
    place = settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(tmp_path / "evidence")}}
    settings.STORAGES = settings.STORAGES | {"evidence": place}
    folder = tmp_path / "scanner"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def sheets(world):
    """Return a function: `sheets(3)` are the codes of Salma's new cover sheets."""

    def printed(count: int, by=world.salma) -> list[str]:
        return [sheet.code for sheet in create_cover_sheets(count, by=by.actor, at=clock("08:00"))]

    return printed


def imports(folder, *, by=SALMA, at="09:00", **options) -> str:
    out = StringIO()
    with time_machine.travel(clock(at), tick=False):
        call_command("import_scans", str(folder), by=by, stdout=out, stderr=out, **options)
    return out.getvalue()


def letters() -> list[tuple[str, int]]:
    return [(letter.sheet.code, letter.pages) for letter in ScannedLetter.objects.order_by("imported_at", "sheet_id")]


def stack(*codes, pages=1, **how):
    """Return the scanned pages of letters, each after its sheet."""
    return [
        scanned(page, **how) for code in codes for page in (sheet_page(code), *(letter_page() for _ in range(pages)))
    ]


def aside(folder) -> list[str]:
    there = folder / "set-aside"
    return sorted(path.name for path in there.iterdir()) if there.exists() else []


def test_three_letters_in_one_crooked_noisy_pdf_are_three_letters_with_their_pages(world, scanner, sheets):
    ayesha, bashir, third = codes = sheets(3)
    content = as_pdf([*stack(ayesha, pages=2, dots=200), *stack(bashir, slant=-1.8, dots=200), *stack(third, dots=200)])
    put(scanner, "scan0001.pdf", content)
    said = imports(scanner)
    assert "scan0001.pdf, pages 1–3: Letter taken. It waits for the complaint cell." in said
    assert "3 letters taken." in said
    assert letters() == list(zip(codes, (3, 2, 2), strict=True))
    assert list(scanner.iterdir()) == []
    first = ScannedLetter.objects.get(sheet__code=ayesha)
    assert first.sources == [{"file": hashlib.sha256(content).hexdigest(), "pages": "1–3"}]
    assert (first.office, first.imported_by) == (world.office("lahore"), world.salma.posting)
    row = Evidence.objects.get(draft=first.draft)
    assert (row.state, row.kind, len(row.sha256)) == ("checking", "paper", 32)
    evidence.inspect_waiting_files(at=clock("09:01"))
    row.refresh_from_db()
    with evidence.open_shown_copy(row) as copy, pikepdf.open(copy) as pdf:
        assert len(pdf.pages) == 3


def test_jpegs_of_a_folder_are_one_stack_in_the_order_of_their_numbers(world, scanner, sheets):
    first, second = codes = sheets(2)
    pages = [*stack(first, pages=2), *stack(second)]
    for number, page in enumerate(pages, 8):
        put(scanner, f"page {number}.jpg", jpeg(page))
    assert "2 letters taken." in imports(scanner)
    assert letters() == list(zip(codes, (3, 2), strict=True))
    assert list(scanner.iterdir()) == []
    files = Evidence.objects.filter(draft__scanned_letter__sheet__code=second)
    assert [(row.media_type, row.name) for row in files.order_by("created_at")] == [
        ("image/jpeg", "letter-01.jpg"),
        ("image/jpeg", "letter-02.jpg"),
    ]
    sources = ScannedLetter.objects.get(sheet__code=second).sources
    assert [one["file"] for one in sources] == [hashlib.sha256(jpeg(page)).hexdigest() for page in pages[3:]]


def test_a_tiff_of_several_pages_is_split_like_a_pdf(world, scanner, sheets):
    codes = sheets(2)
    put(scanner, "scan.tif", as_tiff(stack(*codes)))
    assert "2 letters taken." in imports(scanner)
    assert letters() == [(code, 2) for code in codes]


@pytest.mark.parametrize("kind", ["pdf", "jpeg"])
def test_a_stack_that_lay_upside_down_is_turned_and_the_line_says_so(world, scanner, sheets, kind):
    (code,) = sheets(1)
    pages = stack(code, turn=180)
    if kind == "pdf":
        put(scanner, "scan.pdf", as_pdf(pages))
    else:
        for number, page in enumerate(pages):
            put(scanner, f"{number}.jpeg", jpeg(page))
    said = imports(scanner)
    assert "The cover sheet was not upright, so the pages were turned with it." in said
    evidence.inspect_waiting_files(at=clock("09:01"))
    row = Evidence.objects.filter(draft__scanned_letter__sheet__code=code).order_by("name").first()
    with evidence.open_shown_copy(row) as copy:
        turned = copy.read()
    if kind == "pdf":
        with pikepdf.open(evidence.open_shown_copy(row)) as pdf:
            assert int(pdf.pages[0].obj.get("/Rotate", 0)) == 180
    else:
        assert turned.startswith(b"%PDF")


def test_what_nobody_can_attribute_is_named_and_set_aside_and_the_rest_is_taken(world, scanner, sheets):
    good, empty, blank, used, after = sheets(5)
    (of_multan,) = sheets(1, by=world.sana)
    unknown = draw_sheet_code(lambda below: 12345)
    wrong = good[:-1] + str((int(good[-1]) + 1) % 10)
    put(scanner, "before.pdf", as_pdf(stack(used)))
    imports(scanner, at="08:30")
    pages = [
        scanned(letter_page()),
        *stack(good),
        *map(scanned, (sheet_page(empty), sheet_page(blank), blank_page())),
        *stack(used),
        *stack(unknown),
        *stack(wrong),
        *stack(of_multan),
        *stack(after),
    ]
    put(scanner, "scan.pdf", as_pdf(pages))
    said = imports(scanner).replace("\n", " ")
    for line in (
        "scan.pdf, page 1: There is no cover sheet before these pages.",
        "scan.pdf, pages 2–3: Letter taken.",
        "scan.pdf, page 4: No letter follows this cover sheet.",
        "scan.pdf, pages 5–6: All pages after the cover sheet are blank.",
        "scan.pdf, pages 7–8: This cover sheet was used before.",
        "scan.pdf, pages 9–10: The portal did not print this cover sheet.",
        "scan.pdf, pages 11–12: The code of this cover sheet is wrong.",
        "scan.pdf, pages 13–14: This cover sheet belongs to another complaint cell.",
        "scan.pdf, pages 15–16: Letter taken.",
        "2 letters taken.",
    ):
        assert line in said, line
    assert letters() == [(used, 2), (good, 2), (after, 2)]
    assert aside(scanner) == ["scan.pdf", "scan.pdf.txt"]
    assert (scanner / "set-aside").stat().st_mode & 0o777 == 0o700
    assert (scanner / "set-aside/scan.pdf.txt").read_text().startswith("1: There is no cover sheet before these pages.")
    # Back in the folder, the file brings nothing twice.
    put(scanner, "again.pdf", (scanner / "set-aside/scan.pdf").read_bytes())
    said = imports(scanner, at="10:00")
    assert said.count("This letter was taken before.") == 2
    assert len(letters()) == 3


def test_the_cpo_imports_the_letters_of_every_cell(world, scanner, sheets):
    lahore, multan = sheets(1) + sheets(1, by=world.sana)
    put(scanner, "scan.pdf", as_pdf(stack(lahore, multan)))
    assert "2 letters taken." in imports(scanner, by=NADIA)
    assert {letter.office.code for letter in ScannedLetter.objects.all()} == {"lahore", "multan"}


def _locked() -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(as_pdf([letter_page()]))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def test_damaged_locked_and_foreign_files_are_set_aside_and_the_others_are_read(world, scanner, sheets):
    (code,) = sheets(1)
    whole = as_pdf(stack(code))
    put(scanner, "a damaged.pdf", whole[: len(whole) // 2])
    put(scanner, "b locked.pdf", _locked())
    put(scanner, "c notes.docx", b"PK\x03\x04 no scan")
    put(scanner, "d disguised.pdf", jpeg(letter_page()))
    put(scanner, "e empty.pdf", b"")
    put(scanner, "f good.pdf", whole)
    (scanner / "old").mkdir()
    said = imports(scanner)
    assert "c notes.docx: This is not a PDF, TIFF or JPEG file." in said
    assert "b locked.pdf: The file is locked with a password." in said
    assert "a damaged.pdf: " in said
    assert "d disguised.pdf: The file's content does not match its name." in said
    assert "old: This is not a file. Subfolders are not read." in said
    assert "1 letter taken." in said
    names = ["a damaged.pdf", "b locked.pdf", "c notes.docx", "d disguised.pdf", "e empty.pdf"]
    assert aside(scanner) == sorted([*names, *(f"{name}.txt" for name in names)])
    assert [path.name for path in scanner.iterdir() if path.name != "set-aside"] == ["old"]
    assert (scanner / "set-aside/a damaged.pdf").read_bytes() == whole[: len(whole) // 2]


def test_of_a_pdf_that_was_cut_off_no_letter_is_taken_although_its_first_pages_can_be_read(world, scanner, sheets):
    first, second = sheets(2)
    whole = as_pdf(stack(first, second))
    put(scanner, "scan.pdf", whole[: len(whole) * 9 // 10])
    assert "scan.pdf: The file cannot be opened. It may be damaged or incomplete." in imports(scanner)
    assert (letters(), aside(scanner)) == ([], ["scan.pdf", "scan.pdf.txt"])


def test_a_pdf_with_a_script_is_refused_like_an_upload(world, scanner, sheets):
    (code,) = sheets(1)
    with pikepdf.open(BytesIO(as_pdf(stack(code)))) as pdf:
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9])
        link.A = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
        pdf.pages[1].obj.Annots = pdf.make_indirect([pdf.make_indirect(link)])
        out = BytesIO()
        pdf.save(out)
    put(scanner, "scan.pdf", out.getvalue())
    assert "scan.pdf, pages 1–2: A program or another file is hidden in it." in imports(scanner)
    assert (letters(), aside(scanner)) == ([], ["scan.pdf", "scan.pdf.txt"])


def test_a_damaged_picture_among_others_sets_its_letter_aside_and_no_other(world, scanner, sheets):
    first, second = sheets(2)
    pages = [*stack(first, pages=2), *stack(second)]
    for number, page in enumerate(pages, 1):
        content = jpeg(page)
        put(scanner, f"{number}.jpg", content[: len(content) // 3] if number == 3 else content)
    said = imports(scanner)
    assert letters() == [(second, 2)]
    assert "3.jpg: The file cannot be opened." in said
    assert [name for name in aside(scanner) if name.endswith("jpg")] == ["1.jpg", "2.jpg", "3.jpg"]


def test_a_file_that_the_scanner_still_writes_waits(world, scanner, sheets):
    (code,) = sheets(1)
    path = put(scanner, "scan.pdf", as_pdf(stack(code)))
    at = clock("09:00").timestamp()
    os.utime(path, (at - 20, at - 20))
    assert "The scanner may still be writing this file." in imports(scanner)
    assert (letters(), path.exists()) == ([], True)
    assert "1 letter taken." in imports(scanner, at="09:02")


def test_a_file_that_changes_while_it_is_read_is_read_again_next_time(world, scanner, sheets, monkeypatch):
    (code,) = sheets(1)
    path = put(scanner, "scan.pdf", as_pdf(stack(code)))
    read = folder_import.read_scanned_pages

    def reads_while_the_scanner_writes(*told, **more):
        pages = read(*told, **more)
        put(scanner, "scan.pdf", path.read_bytes() + b"\n")
        return pages

    with monkeypatch.context() as patch:
        patch.setattr(folder_import, "read_scanned_pages", reads_while_the_scanner_writes)
        assert "The file was changed while it was read." in imports(scanner)
    assert (letters(), path.exists()) == ([], True)
    assert "1 letter taken." in imports(scanner)


def test_a_dry_run_reads_everything_and_changes_nothing(world, scanner, sheets):
    (code,) = sheets(1)
    path = put(scanner, "scan.pdf", as_pdf([scanned(letter_page()), *stack(code)]))
    said = imports(scanner, dry_run=True)
    assert "scan.pdf, pages 2–3: This letter can be taken." in said
    assert "scan.pdf, page 1: There is no cover sheet before these pages." in said
    assert (letters(), path.exists(), aside(scanner)) == ([], True, [])


def test_an_import_that_is_killed_leaves_whole_letters_and_the_next_one_takes_the_rest(
    world, scanner, sheets, monkeypatch
):
    codes = sheets(3)
    put(scanner, "scan.pdf", as_pdf(stack(*codes)))
    store, count = letter_taking.upload.upload_whole_file, iter(range(9))

    def dies(**told):
        row = store(**told)
        if next(count) == 1:  # the second letter's file is stored, the letter not yet committed
            raise KeyboardInterrupt
        return row

    with monkeypatch.context() as patch:
        patch.setattr(letter_taking.upload, "upload_whole_file", dies)
        with pytest.raises(KeyboardInterrupt):
            imports(scanner)
    assert letters() == [(codes[0], 2)]
    assert (Draft.objects.count(), Evidence.objects.count()) == (1, 1)
    said = imports(scanner, at="09:30")
    assert said.count("This letter was taken before.") == 1
    assert "2 letters taken." in said
    assert letters() == [(code, 2) for code in codes]
    assert list(scanner.iterdir()) == []


def test_the_scanners_folder_is_read_by_itself_and_by_one_import_at_a_time(world, scanner, sheets, settings):
    (code,) = sheets(1)
    put(scanner, "scan.pdf", as_pdf(stack(code)))
    tasks.import_scans()  # no folder is set
    settings.SCAN_FOLDER = str(scanner)
    with folder_import._lock_folder(scanner):
        tasks.import_scans()
        with pytest.raises(CommandError, match="another import is running"):
            imports(scanner)
    assert letters() == []
    tasks.import_scans()
    assert letters() == [(code, 2)]
    assert ScannedLetter.objects.get().imported_by is None


def test_who_is_no_operator_imports_nothing_and_a_folder_open_to_all_is_named(world, scanner):
    with pytest.raises(CommandError, match="is not a complaint operator"):
        imports(scanner, by="bilal@police.example")
    with pytest.raises(CommandError, match="No such file"):
        imports(scanner / "nowhere")
    scanner.chmod(0o755)
    assert "Every user of this computer can open the folder." in imports(scanner)
