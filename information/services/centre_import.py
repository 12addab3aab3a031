"""Import a list of Khidmat Markaz centres, completely or not at all. Repeating it changes nothing."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Office
from information.models import Centre
from information.rules.centre_rows import CentreRow


class WrongRows(ValueError):
    """Raised if nothing was imported. `problems`: line number and message, in the order of the file."""

    def __init__(self, problems: list[tuple[int, str]]):
        super().__init__(problems)
        self.problems = problems


@transaction.atomic
def import_centres(rows: Iterable[CentreRow], *, is_sample: bool = False) -> int:
    """Create and update centres by code, and return the number of rows. No centre is removed.

    `sample`: the centres are invented, and pages show this. Centres that an administrator has edited are not changed.
    Raises WrongRows.
    """
    districts = {office.code: office for office in Office.objects.districts()}
    centres = {centre.code: centre for centre in Centre.objects.all()}
    rows, problems = list(rows), []
    for row in rows:
        centre = centres.get(row.cells["code"]) or Centre()
        if centre.edited_at is not None:
            continue
        try:
            _save_centre(centre, row, districts, sample=is_sample)
        except ValidationError as error:
            problems += [(row.line, words) for words in error.messages]
    if problems:
        raise WrongRows(problems)
    return len(rows)


def _save_centre(centre: Centre, row: CentreRow, districts: dict[str, Office], *, sample: bool) -> None:
    """Save one centre. Raises ValidationError."""
    if row.cells["district"] not in districts:
        raise ValidationError(_("There is no district “%(code)s”.") % {"code": row.cells["district"]})
    try:
        values = row.values
    except ValueError as error:
        raise ValidationError(_("Enter latitude, longitude and year as numbers, like 31.5204.")) from error
    for name, value in values.items():
        setattr(centre, name, value)
    centre.district, centre.is_sample = districts[row.cells["district"]], sample
    centre.full_clean()
    centre.save()
