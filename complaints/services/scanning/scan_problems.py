"""Why scanned pages or files are set aside, as text."""

from django.utils.translation import gettext_lazy as _

from complaints.models.evidence import REFUSED_BECAUSE
from complaints.rules.accepted_files import FileRefusal
from complaints.rules.scanning.page_splitting import ScanProblem
from complaints.services.scanning.letter_taking import Taken

RESULTS = {
    Taken.NOW: _("Letter taken. It waits for the complaint cell."),
    Taken.WOULD_BE: _("This letter can be taken."),
    Taken.BEFORE: _("This letter was taken before."),
    ScanProblem.BEFORE_FIRST_SHEET: _("There is no cover sheet before these pages. Put one before the letter."),
    ScanProblem.NO_LETTER: _("No letter follows this cover sheet. It can be used again."),
    ScanProblem.BLANK: _("All pages after the cover sheet are blank. Was the letter put in the wrong way up?"),
    ScanProblem.WRONG_CODE: _("The code of this cover sheet is wrong. Use a new sheet."),
    ScanProblem.DOUBTFUL: _(
        "A page has a large QR code that cannot be read, or the page cannot be opened. It may be a damaged cover "
        "sheet. Use a new sheet."
    ),
    ScanProblem.UNKNOWN_SHEET: _("The portal did not print this cover sheet. Use one of your own."),
    ScanProblem.USED_SHEET: _("This cover sheet was used before. Use a new sheet: each is good for one letter."),
    ScanProblem.OTHER_CELL: _("This cover sheet belongs to another complaint cell."),
    ScanProblem.TOO_MANY_PAGES: _("A letter of single pictures can have 19 pages. Scan it as a PDF."),
}
"""What became of a letter, or why its pages are set aside."""

FILE_PROBLEMS = REFUSED_BECAUSE | {
    FileRefusal.KIND: _("This is not a PDF, TIFF or JPEG file."),
    FileRefusal.TOO_MANY: _("The file has more than 200 pages. Scan in smaller stacks."),
    FileRefusal.TOO_LARGE: _("The file is larger than 300 MB. Scan in smaller stacks."),
    FileRefusal.LOCKED: _("The file is locked with a password."),
}
LETTER_PROBLEMS = REFUSED_BECAUSE | {
    FileRefusal.TOO_LARGE: _("The letter is larger than 25 MB. Scan it in grey or at 200 dots an inch."),
    FileRefusal.TOGETHER: _("The letter is larger than 100 MB. Scan it in grey or at 200 dots an inch."),
}
FOLDER_INSIDE = _("This is not a file. Subfolders are not read.")
STILL_WRITTEN = _("The scanner may still be writing this file. It will be read in a minute.")
NOT_READABLE = _("The file cannot be read. Give the portal's user access to it.")
NOT_REMOVABLE = _("The file cannot be removed from the folder. Give the portal's user access to the folder.")
CHANGED = _("The file was changed while it was read. It will be read again next time.")
INTERRUPTED = _("Reading was interrupted. The file will be read again next time.")
TURNED = _("The cover sheet was not upright, so the pages were turned with it.")
