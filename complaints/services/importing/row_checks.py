"""Check rows of another system's file against the portal: codes, people, and what it has imported already."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property
from itertools import batched
from zoneinfo import ZoneInfo

from accounts.models import Office, Officer
from accounts.rules.office_tree import OfficeKind, is_within
from accounts.rules.ranks import Rank
from complaints.models import Category, Document, ImportedComplaint
from complaints.queries.past_retention import retention_months_by_category
from complaints.rules.exclusion.stated_posts import YesNoUnknown
from complaints.rules.importing.import_mapping import ImportMapping
from complaints.rules.importing.legacy_rows import LegacyRow, RowError
from complaints.rules.retention_limits import latest_expired_end
from complaints.services.draft_answers import BadAnswer, DraftAnswers, validate_answers
from web import identity_numbers

KARACHI = ZoneInfo("Asia/Karachi")
BATCH = 500  # rows for each look at what is imported already
ACCUSED = ("accused_name", "accused_rank", "accused_post", "accused_office", "accused_officers")
COLUMN_OF_ANSWER = {"document_number": "cnic", "officer_name": "accused_name", "rank": "accused_rank"}
"""The column of an answer that has another name."""


@dataclass(frozen=True)
class CheckedRow:
    """A row, whether it was imported before, and its errors."""

    row: LegacyRow
    is_known: bool
    errors: tuple[RowError, ...] = ()


class RowChecker:
    """Checks rows. Codes are loaded once; each batch of rows takes one query, and one more for accused officers."""

    def __init__(self, mapping: ImportMapping, *, at: datetime):
        self.mapping, self.at = mapping, at
        self.seen: set[str] = set()

    @cached_property
    def categories(self) -> dict[str, int]:
        return dict(Category.objects.values_list("code", "pk"))

    @cached_property
    def offices(self) -> dict[str, Office]:
        return {office.code: office for office in Office.objects.all()}

    @cached_property
    def retention(self) -> dict[int, int]:
        return retention_months_by_category()

    def check(self, rows: Iterable[LegacyRow]) -> Iterator[CheckedRow]:
        """Yield each row with its errors. A row that is imported already is not checked further."""
        for batch in batched(rows, BATCH, strict=False):
            references = [row.reference for row in batch]
            known = set(
                ImportedComplaint.objects.filter(source=self.mapping.source, reference__in=references).values_list(
                    "reference", flat=True
                )
            )
            addresses = {address for row in batch for address in row.accused_officers}
            officers = set(Officer.objects.filter(email__in=addresses).values_list("email", flat=True))
            for row in batch:
                is_known = row.reference in known
                errors = () if is_known else tuple(self._errors(row, officers))
                self.seen.add(row.reference)
                yield CheckedRow(row, is_known, errors)

    def _errors(self, row: LegacyRow, officers: set[str]) -> Iterator[RowError]:
        yield from row.errors
        if row.reference and row.reference in self.seen:
            yield RowError("reference", "twice", row.reference)
        if identity_numbers.is_personal_number(row.reference):
            yield RowError("reference", "personal_reference")
        codes = list(self._code_errors(row))
        yield from codes
        yield from (
            RowError("accused_officers", "unknown_officer", address)
            for address in row.accused_officers
            if address not in officers
        )
        if row.errors or codes:
            return
        months = self.retention.get(self.categories[row.cells["category"]])
        ended = datetime.combine(row.dates.get("closed_on", self.at.date()), time.max, KARACHI)
        if months is not None and ended <= latest_expired_end(self.at, months):
            yield RowError("closed_on", "kept_too_long", str(row.dates["closed_on"]))
        try:
            validate_answers(DraftAnswers(**draft_answers(row)))
        except BadAnswer as error:
            yield RowError(COLUMN_OF_ANSWER.get(error.field, error.field), error.reason)

    def _code_errors(self, row: LegacyRow) -> Iterator[RowError]:
        cells = row.cells
        if cells["category"] and cells["category"] not in self.categories:
            yield RowError("category", "unknown_category", cells["category"])
        if cells["accused_rank"] not in {"", *Rank}:
            yield RowError("accused_rank", "unknown_rank", cells["accused_rank"])
        for name in ("district", "station", "accused_office"):
            if cells[name] and cells[name] not in self.offices:
                yield RowError(name, "unknown_office", cells[name])
        district, station = (self.offices.get(cells[name]) for name in ("district", "station"))
        if district and district.kind != OfficeKind.DISTRICT:
            yield RowError("district", "not_a_district", cells["district"])
        elif district and station and not is_within(station.path, district.path):
            yield RowError("station", "other_district", cells["station"])


def draft_answers(row: LegacyRow) -> dict:
    """Return the answers of the complaint that the row becomes, as `DraftAnswers` has them."""
    cells = row.cells
    copied = ("category", "district", "station", "text", "landmark", "concerns", "name", "phone", "email", "address")
    return {
        **{name: cells[name] for name in copied},
        "happened_on": row.dates["happened_on"].isoformat() if "happened_on" in row.dates else "",
        "document": Document.CNIC if cells["cnic"] else Document.NONE,
        "document_number": cells["cnic"],
        "language": cells["language"] or "ur",
        **{name: row.flag(name) for name in ("anonymous", "under_18", "protected", "woman_officer")},
        "officer_name": cells["accused_name"],
        "rank": cells["accused_rank"],
        "post": cells["accused_post"],
        "officer_station": cells["accused_office"],
        # Without an accused officer nobody was asked: a conduct complaint then counts as "yes", any other as "no".
        "keep_from": str(YesNoUnknown.YES) if any(cells[name] for name in ACCUSED) else "",
    }
