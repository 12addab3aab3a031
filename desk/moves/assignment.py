"""Forms of the moves that decide who handles a complaint: mark, re-mark, forward, change the category, begin."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from citizen.queries import filing_options
from complaints.queries.complaint_cells import cells_to_forward_to
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.services import routing
from complaints.services.marking.marking_proposals import MarkingChoices, propose_for_complaint
from desk.formatting import joined
from desk.moves.move_form import FIELD_ERRORS, MoveForm, TypedTextField
from desk.moves.proposal_text import candidate_label, explain_proposal
from desk.officer_choices import officer_choices_by_office


class MarkForm(MoveForm):
    """Mark a complaint to an officer. The proposed officer is chosen already, with the reason; Enter accepts.

    If the complainant asked for a woman officer, the choices show who is one.
    """

    is_remarking = False
    """Whether the complaint is taken from the officer who has it. Then nobody is proposed."""
    to = forms.ChoiceField(
        label=_("Officer"),
        error_messages=FIELD_ERRORS,
        widget=forms.Select(attrs={"data-enter-submits": ""}),  # static/portal/desk_frame.js
    )
    words = TypedTextField(label=_("Note for the officer"), required=False, rows=3)

    @classmethod
    def form_arguments_for(cls, complaint, *, by, at, exclusion=None) -> dict:
        exclusion = conflict_exclusion_of(complaint, at=at) if exclusion is None else exclusion
        candidates = routing.marking_candidates(
            complaint, by=by, at=at, is_remarking=cls.is_remarking, exclusion=exclusion
        )
        if cls.is_remarking:
            # Without the workloads: they would cost every page that a head opens one statement and the form's cached
            # HTML, which is shared while its choices agree. Assigning from the queue shows them.
            others = [posting for posting in candidates if posting.pk != complaint.holder_id]
            return {"choices": MarkingChoices(others), "woman_asked_for": complaint.woman_officer}
        choices = propose_for_complaint(complaint, candidates, by=by, at=at, exclusion=exclusion)
        proposal = choices.proposals.get(complaint.pk)
        return {"choices": choices, "proposal": proposal, "woman_asked_for": complaint.woman_officer}

    def __init__(self, data=None, *, choices, proposal=None, woman_asked_for=False, **kwargs):
        super().__init__(data, **kwargs)
        woman = {True: gettext("woman officer")} if woman_asked_for else {}
        self.fields["to"].choices = officer_choices_by_office(
            choices.postings,
            extra_label=lambda posting: joined(
                woman.get(posting.officer.is_woman, ""), candidate_label(posting, choices)
            ),
        )
        if self.is_remarking and not choices.postings:
            self.fields["to"].help_text = gettext("Nobody else in your offices can be given this complaint.")
        if proposal:
            self.fields["to"].help_text = explain_proposal(proposal, choices)
        if proposal and proposal.option:
            self.initial["to"] = str(proposal.option.posting_id)


class ReMarkForm(MarkForm):
    """Take a complaint from its officer and mark it to another one."""

    is_remarking = True
    words = TypedTextField(
        label=_("Reason, and a note for the officer"),
        rows=3,
        help_text=_("Deadlines keep running. The contact does not have to be repeated."),
    )


class ForwardForm(MoveForm):
    """Send a complaint to another complaint cell.

    `offices`: the cells to choose from. `ends`: the complaint was forwarded twice already, so it goes to the cell of
    the CPO, which decides, and there is no choice.
    """

    to = forms.ChoiceField(label=_("Forward to"), error_messages=FIELD_ERRORS)
    words = TypedTextField(
        label=_("Reason"),
        rows=3,
        help_text=_(
            "That complaint cell will read it. Deadlines keep running, and the complainant is told where the "
            "complaint is."
        ),
    )

    @classmethod
    def form_arguments_for(cls, complaint, *, by, at, exclusion=None) -> dict:
        offices, ends = cells_to_forward_to(complaint)
        return {"offices": offices, "ends": ends}

    def __init__(self, data=None, *, offices=(), ends=False, **kwargs):
        super().__init__(data, **kwargs)
        if ends:
            del self.fields["to"]
            self.fields["words"].help_text = _(
                "This complaint has been forwarded twice. It now goes to the complaint cell of the Central "
                "Police Office, which will decide."
            )
        else:
            self.fields["to"].choices = [
                ("", _("Choose an office")),
                *((str(office.pk), office.name) for office in offices),
            ]


class RecategoriseForm(MoveForm):
    """Change the category of a complaint. `categories`: all that are offered, except the present one.

    A category without time limits closes the complaint as feedback, at the CPO.
    """

    category = forms.ChoiceField(label=_("Category"), error_messages=FIELD_ERRORS)
    words = TypedTextField(
        label=_("Reason"),
        rows=2,
        help_text=_(
            "The complainant will read this. The new category can shorten the deadline. Only the complaint cell "
            "of the Central Police Office can extend it."
        ),
    )
    details = ("category",)

    @classmethod
    def form_arguments_for(cls, complaint, *, by, at, exclusion=None) -> dict:
        offered = filing_options.offered_categories()
        return {"categories": [category for category in offered if category.pk != complaint.category_id]}

    def __init__(self, data=None, *, categories=(), **kwargs):
        super().__init__(data, **kwargs)
        choices = [(category.code, category.name) for category in categories]
        self.fields["category"].choices = [("", _("Choose a category")), *choices]


class CloseAsFeedbackForm(MoveForm):
    """Close a complaint as feedback, with an answer to the complainant."""

    words = TypedTextField(
        label=_("Your answer"),
        rows=3,
        help_text=_("The complainant will read this. There will be no inquiry. It is kept as feedback."),
    )


class BeginInquiryForm(MoveForm):
    """Begin the inquiry. It has no fields to fill in."""
