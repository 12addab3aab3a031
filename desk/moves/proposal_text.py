"""The sentences about a proposed officer: why this one, which rules were skipped, or why there is none."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Posting
from complaints.queries.officer_workload import OpenAndLate
from complaints.rules.marking.marking_proposal import Ground, MarkingProposal, SkipReason
from complaints.services.marking.marking_proposals import MarkingChoices
from desk.formatting import end_of_period, joined, post_of

NOBODY = _("This complaint cannot be given to any officer of your offices. Forward it to another complaint cell.")
NO_PROPOSAL = _("No officer is proposed: choose one.")
SKIPPED = {
    SkipReason.ON_LEAVE: _("The routing rule for %(place)s was skipped: the officer is on leave."),
    SkipReason.NOT_ELIGIBLE: _(
        "The routing rule for %(place)s was skipped: its officer cannot be given this complaint."
    ),
}


def explain_proposal(proposal: MarkingProposal, choices: MarkingChoices) -> str:
    """Return why this officer is proposed, and who or what was passed over: a sentence for each.

    It begins with the rules that were skipped.
    """
    skipped = [
        SKIPPED[one.reason] % {"place": choices.rules[one.rule_id].place.name}
        for one in proposal.skipped
        if one.rule_id in choices.rules
    ]
    return " ".join([*map(str, skipped), _reason(proposal, choices), *_passed_over(proposal, choices)])


def _passed_over(proposal: MarkingProposal, choices: MarkingChoices) -> list[str]:
    """Return a sentence for the nearer officer on leave, and for each kind of nearer office that is left out."""
    sentences = []
    if proposal.passed_over:
        posting = next(one for one in choices.postings if one.pk == proposal.passed_over.posting_id)
        values = {"officer": posting.officer.title, "when": end_of_period(posting.away_until)}
        sentences.append(gettext("%(officer)s is on leave until %(when)s.") % values)
    if proposal.leaves_out_station:
        sentences.append(
            gettext("The police station or unit at the incident place is left out: the complaint is about the police.")
        )
    if proposal.leaves_out_excluded and choices.shows_exclusions:
        sentences.append(gettext("Offices that cannot open this complaint are left out."))
    return sentences


def _reason(proposal: MarkingProposal, choices: MarkingChoices) -> str:
    if proposal.option is None:
        return str(NO_PROPOSAL if choices.postings else NOBODY)
    posting = next(one for one in choices.postings if one.pk == proposal.option.posting_id)
    values = {
        "officer": posting.officer.title,
        "post": post_of(posting),
        "work": workload_text(choices.workload_of(posting)),
        "number": proposal.compared,
    }
    match proposal.ground:
        case Ground.RULE:
            values["place"] = choices.rules[proposal.rule_id].place.name
            return gettext("Proposed: %(officer)s (%(post)s), by the routing rule for %(place)s; %(work)s.") % values
        case Ground.STATION_UNKNOWN:
            return gettext("Proposed: %(officer)s (%(post)s): the police station is not known; %(work)s.") % values
        case Ground.ACTING:
            return gettext("Proposed: %(officer)s (%(post)s). On leave: the acting officer works on it.") % values
        case Ground.BESIDE_THE_LINE:
            return (
                gettext("Proposed: %(officer)s (%(post)s), the nearest officer who can be given it; %(work)s.") % values
            )
    if proposal.compared > 1:
        text = gettext("Proposed: %(officer)s (%(post)s); %(work)s, the least work of %(number)d officers there.")
        return text % values
    return gettext("Proposed: %(officer)s (%(post)s), the nearest office responsible for the place; %(work)s.") % values


def workload_text(work: OpenAndLate | None) -> str:
    """Return the work of an officer, as in "3 open, 1 late"; empty if it was not loaded."""
    if work is None:
        return ""
    late = gettext("%(n)d late") % {"n": work.late} if work.late else ""
    return joined(gettext("%(n)d open") % {"n": work.open}, late)


def candidate_label(posting: Posting, choices: MarkingChoices) -> str:
    """Return what a list of officers adds to a name: the work, and whether the officer is on leave."""
    away = gettext("on leave") if posting.away_until else ""
    return joined(workload_text(choices.workload_of(posting)), away)
