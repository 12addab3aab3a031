"""The preview of a move that is final: what the complainant will read. Nothing is recorded before it is confirmed."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from citizen.filing.outside_notice import remedies_outside
from complaints.models import Complaint
from complaints.models.display.complaint_labels import OUTCOMES
from complaints.models.display.report_texts import PART_LABELS, ReportPart, labelled_parts
from complaints.rules.inquiry.report_parts import FINDING, PARTS_BESIDE_FINDING, RELIEF
from complaints.rules.statuses import Outcome
from complaints.rules.thresholds import APPEAL_WITHIN
from complaints.workflow.declaration import MovePage
from complaints.workflow.table import MOVES
from desk.formatting import joined
from desk.moves.move_form import MoveForm

CONFIRMED, EDIT = "confirmed", "edit"
"""The names of the preview's two buttons."""
PAGE, PANEL = "desk/move_preview.html", "desk/move_preview_panel.html"


@dataclass(frozen=True)
class MovePreview:
    """What the preview shows. `sentence`: the line of the complainant's timeline; `parts`: the texts below it.

    `remedies`: where the complainant can turn after a rejection. `warnings`: what the officer may have forgotten.
    `typed`: the fields of the form as they were sent, for the button that confirms them.
    """

    name: str
    sentence: str
    parts: list[ReportPart]
    remedies: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    typed: tuple[tuple[str, str], ...] = field(default=())

    @property
    def wording(self) -> MovePage:
        return MOVES[self.name].page


def build_preview(form: MoveForm, complaint: Complaint) -> MovePreview:
    """Return the preview of a valid form."""
    data, sentence = form.cleaned_data, MOVES[form.name].sentences.citizen
    typed = tuple((name, form.data.get(name, "")) for name in form.fields)
    if form.name == "reject":
        parts = [ReportPart(gettext("Reasons"), data["words"])]
        appeal = gettext("An appeal to the next higher head, within %(days)s days, on their complaint page.")
        remedies = (appeal % {"days": APPEAL_WITHIN.days}, *remedies_outside(complaint.category.code))
        return MovePreview(form.name, str(sentence), parts, remedies=remedies, typed=typed)
    fir = joined(data["fir_number"], data["fir_station"])
    texts = {name: data[name] for name in PARTS_BESIDE_FINDING if data[name]}
    parts = labelled_parts(data["words"], texts) or [ReportPart(str(PART_LABELS[FINDING]), data["words"])]
    return MovePreview(
        form.name,
        sentence % {"outcome": dict(OUTCOMES)[data["outcome"]]},
        [*([ReportPart(gettext("FIR"), fir)] if fir else []), *parts],
        warnings=_warnings_about_report(data, complaint),
        typed=typed,
    )


def _warnings_about_report(data: dict, complaint: Complaint) -> tuple[str, ...]:
    warnings = []
    if data["outcome"] in {Outcome.RELIEF_GRANTED, Outcome.PARTLY_GRANTED} and not data[RELIEF]:
        warnings.append(gettext("The report does not say separately what was done for the complainant."))
    if complaint.category.is_crime and not data["fir_number"]:
        warnings.append(gettext("No FIR is named. Your superior must sign a reason before the complaint is resolved."))
    return tuple(warnings)


def show_move_preview(request: HttpRequest, complaint: Complaint, form: MoveForm) -> HttpResponse:
    """Show the preview: inside the complaint page if its script asks for it, otherwise as a page."""
    context = {"complaint": complaint, "preview": build_preview(form, complaint), "form": form}
    response = render(request, PANEL if request.htmx else PAGE, context)
    response["X-Preview"] = "1"  # file.js shows everything else as a page
    return response
