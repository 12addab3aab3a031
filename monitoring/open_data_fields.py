"""The columns of the open data, with what each means. Names are stable: a change of meaning gets a new name."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
TITLES = {
    "figures": _("Complaints by district and month"),
    "reviews": _("Decisions in reviews of delays, by quarter"),
}
NUMBER_KINDS = frozenset({"integer", "number"})


@dataclass(frozen=True)
class DataField:
    """A column. `kind`: string, date, month, quarter, integer or number. `description`: a lazy translation."""

    name: str
    kind: str
    description: Any

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBER_KINDS


FIGURE_FIELDS = (
    DataField("district", "string", _("Code of the district; “punjab” for the whole province.")),
    DataField("name_en", "string", _("Name in English.")),
    DataField("name_ur", "string", _("Name in Urdu.")),
    DataField("first_day", "date", _("First day of the last ninety days; empty in rows of a month.")),
    DataField("last_day", "date", _("Last day of the last ninety days; empty in rows of a month.")),
    DataField("month", "month", _("The month in which the complaints were received; empty for the last ninety days.")),
    DataField("as_of", "date", _("The day on which the figures were counted.")),
    DataField("received", "integer", _("Complaints received, without those imported from earlier systems.")),
    DataField(
        "contact_known",
        "integer",
        _("Complaints for which it is known whether contact was made on time."),
    ),
    DataField("contact_in_time", "integer", _("Complaints in which contact was confirmed on time.")),
    DataField("report_known", "integer", _("Complaints for which it is known whether the report came on time.")),
    DataField("report_in_time", "integer", _("Complaints in which the report came on time.")),
    DataField(
        "word_known",
        "integer",
        _("Complaints whose complainant replied to the result, or did not reply within a week."),
    ),
    DataField("confirmed", "integer", _("Complaints that the complainant said were solved.")),
    DataField("objected", "integer", _("Complaints that the complainant said were not solved, or only partly solved.")),
    DataField("hours_to_report", "number", _("Median time from registration to the report, in hours.")),
)
REVIEW_FIELDS = (
    DataField("quarter", "quarter", _("The quarter in which the reviews were closed.")),
    DataField("outcome", "string", _("Code of the decision; “all” for all decisions together.")),
    DataField("closed_reviews", "integer", _("Number of reviews closed.")),
)
