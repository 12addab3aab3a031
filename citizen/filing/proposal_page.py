"""The page after the first sentence: what the complaint seems to be about. One tap confirms it or chooses another.

If the sentence names no district, the page asks for it.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import Office
from citizen.filing import browser_drafts, filing_choices
from citizen.filing.category_page import category_answers, district_answers
from citizen.filing.draft_required import draft_required, redirect_to_next_step
from citizen.filing.filing_choices import CategoryChoice
from citizen.filing.filing_frame import render_step
from citizen.queries import filing_options
from complaints.models import Draft
from complaints.services import drafts as writing
from complaints.services.statement_proposals import StatementProposal
from complaints.understanding.proposals import Danger

STEP, OTHER_PLACE = "proposal", "other_place"
SOMETHING_ELSE = "other"
MOST_WORDS = 3
"""How many of the words that led to a category are shown."""


@dataclass(frozen=True)
class ProposedChoice:
    """One proposed category, with the person's own words that led to it."""

    choice: CategoryChoice
    words: tuple[str, ...]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@draft_required
def proposal_page(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Show up to three categories and the place that the sentence named, and store what the person confirms."""
    answers = draft.answers
    if not (answers.get("text") or answers.get("spoken")):
        return redirect("what", draft=draft.pk)
    proposal = StatementProposal.from_answers(answers.get(writing.PROPOSAL_KEY, {}))
    if request.method != "POST":
        return _render_proposal(request, draft, proposal)
    if OTHER_PLACE in request.POST:
        return redirect("where", draft=draft.pk)
    category = filing_options.offered_category(request.POST.get("category", ""))
    if category is None:
        refused = gettext("This is not one of the choices. Choose again.")
        return _render_proposal(request, draft, proposal, refused=refused)
    confirmed = category_answers(category)
    if not answers.get("district"):  # one that was chosen before stays
        confirmed |= district_answers(request, answers)
        if proposal.district and confirmed.get("district") == proposal.district:
            confirmed["station"] = proposal.station
    if category.confidential:
        browser_drafts.remember_draft(request, draft.pk, at=now())
    return redirect_to_next_step(draft, answers=writing.add_answers(draft.pk, step=STEP, answers=confirmed).answers)


def _render_proposal(
    request: HttpRequest, draft: Draft, proposal: StatementProposal, *, refused: str = ""
) -> HttpResponse:
    """Return the page. Two queries: the offered categories, and the names of district and station or all districts."""
    offered = {category.code: category for category in filing_options.offered_categories()}
    chosen_district = draft.answers.get("district", "")
    district, station = chosen_district or proposal.district, draft.answers.get("station", "")
    if not chosen_district:
        station = proposal.station
    names = {
        office.code: office.name
        for office in Office.objects.filter(code__in=[one for one in (district, station) if one])
    }
    proposed = [
        ProposedChoice(CategoryChoice(offered[code], ""), words[:MOST_WORDS])
        for code, words in zip(proposal.categories, proposal.category_words, strict=True)
        if code in offered and code != SOMETHING_ELSE
    ]
    context = {
        "proposed": proposed,
        "needs_fir": any(one.choice.category.is_crime for one in proposed),
        "fits_nothing": proposal.categories[:1] in {(), (SOMETHING_ELSE,)},
        "something_else": offered.get(SOMETHING_ELSE),
        "chosen": draft.answers.get("category", ""),
        "groups": filing_choices.group_categories(offered.values()),
        "districts": [] if district else filing_choices.district_choices(),
        "text": draft.answers.get("text", ""),
        "district": district,
        "place_name": gettext(", ").join(names[code] for code in (station, district) if code in names),
        "place_words": proposal.place_words if not chosen_district else (),
        "is_danger": proposal.danger != Danger.NONE,
        "police_is_danger": proposal.danger == Danger.POLICE,
        "refused": refused,
        "has_errors": bool(refused),
    }
    return render_step(request, draft, STEP, context, status=422 if refused else 200)
