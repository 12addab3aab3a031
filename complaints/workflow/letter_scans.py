"""Letters that were scanned in bulk with a cover sheet (docs/data-in.md)."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.workflow.declaration import Kind, NoMessage, OfficersEvent, Sentences, Text


def describe_scan(event: OfficersEvent) -> Text:
    """Return who imported the scan and when, the sheet, and the pages of each file."""
    parts = gettext("pages %(pages)s of the file with SHA-256 %(file)s")
    scans = "; ".join(parts % {"pages": scan["pages"], "file": scan["file"]} for scan in event.facts.get("scans", ()))
    if event.facts.get("imported_by"):
        text = gettext("{importer} imported the scan of the letter {imported_at}: cover sheet %(sheet)s, %(scans)s.")
    else:
        text = gettext(
            "The scan of the letter came from the scanner's folder {imported_at}: cover sheet %(sheet)s, %(scans)s."
        )
    text %= {"sheet": event.facts["sheet"], "scans": scans}
    if event.facts.get("handed_on"):
        text += " " + gettext("The complaint cell of {office} forwarded the letter without registering it.")
    return text


LETTER_SCANNED = Kind(
    "letter_scanned",
    sentences=Sentences(
        officer=describe_scan,
        citizen=_("Your letter was scanned. The scan is among the files."),
        review=_("Letter scanned"),
    ),
    to_citizen=NoMessage("the message about the registration tells them everything"),
)

KINDS = (LETTER_SCANNED,)
