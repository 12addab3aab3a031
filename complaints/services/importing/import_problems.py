"""The sentences for what is wrong with a mapping, or in a cell of a file."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.rules.importing.import_mapping import BadMapping
from complaints.rules.importing.legacy_rows import CHOICES, RowError

MAPPING_PROBLEMS = {
    "not_toml": _("The mapping is not a TOML file: %(detail)s"),
    "unknown_setting": _("The mapping has settings that the portal does not know: %(detail)s"),
    "not_text": _("This setting of the mapping must contain texts only: %(detail)s"),
    "bad_source": _(
        "The mapping needs a “source”: up to 40 Latin letters, digits, spaces and . _ -. It has: %(detail)s"
    ),
    "unknown_encoding": _("The encoding “%(detail)s” is unknown. Usual ones are utf-8-sig and windows-1256."),
    "bad_delimiter": _("The delimiter must be a comma, a semicolon, a tab or |. It is: %(detail)s"),
    "unknown_column": _("The portal's format has no such columns: %(detail)s"),
    "missing_column": _("The mapping has neither a column nor a default for: %(detail)s"),
}

ROW_PROBLEMS = {
    "missing": _("%(column)s is missing."),
    "wrong_width": _(
        "The number of cells in the row differs from the number of headings (%(value)s). Put a cell that contains the "
        "delimiter in quotation marks."
    ),
    "bad_date": _("%(column)s “%(value)s” is not a date in a format of the mapping."),
    "impossible_date": _("%(column)s “%(value)s” is before 1990 or in the future."),
    "before_received": _("%(column)s “%(value)s” is before the complaint was received."),
    "after_received": _("%(column)s “%(value)s” is after the complaint was received."),
    "closed_but_open": _("%(column)s “%(value)s” is given, but the state is “open”."),
    "bad_reference": _("reference “%(value)s” may have only up to 60 Latin letters, digits, spaces and / . _ -."),
    "personal_reference": _(
        "reference looks like a telephone number or a CNIC. The history keeps references for ever, so use another one."
    ),
    "not_a_choice": _("%(column)s “%(value)s” is not one of: %(choices)s. Add it to the values of the mapping."),
    "twice": _("reference “%(value)s” is in the file twice."),
    "unknown_category": _("There is no category “%(value)s”. The codes are in complaints/data/categories.csv."),
    "unknown_rank": _("There is no rank “%(value)s”."),
    "unknown_office": _("%(column)s: there is no office “%(value)s”. Offices are given by their code."),
    "not_a_district": _("%(column)s: “%(value)s” is not a district."),
    "other_district": _("%(column)s: “%(value)s” is not in this district."),
    "unknown_officer": _("%(column)s: no officer has the e-mail address “%(value)s”."),
    "kept_too_long": _("It was closed on %(value)s. Its retention period is over, so it must not be imported."),
    "unreadable": _("%(column)s has characters that cannot be read."),
    "too_long": _("%(column)s is too long."),
    "impossible": _("%(column)s is not valid."),
}
"""By the problem of a RowError, or the reason of a BadAnswer."""


def mapping_problem(error: BadMapping) -> str:
    return str(MAPPING_PROBLEMS[error.problem] % {"detail": error.detail})


def row_problem(error: RowError) -> str:
    """Return the sentence of one error. The value of a personal column is never repeated."""
    choices = ", ".join(sorted(filter(None, CHOICES.get(error.column, ()))))
    column = error.column or gettext("The row")
    return str(ROW_PROBLEMS[error.problem] % {"column": column, "value": error.value, "choices": choices})
