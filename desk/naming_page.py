"""Whom a complaint is about: the officers whom it names, with a search to match what the complainant told.

Nothing is matched by itself: somebody looks, chooses, and says why.
"""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from accounts.models.choices import RANKS
from accounts.queries.former_names import named_then
from accounts.rules.form_input import is_row_number
from accounts.rules.roles import Role
from complaints.models import Complaint, Naming
from complaints.models.labels import REFUSALS
from complaints.queries.hearings import with_hearings
from complaints.rules.capacities import Capacity
from complaints.rules.exclusion.naming import may_name, may_take_back
from complaints.rules.pressure import is_told
from complaints.services.exclusion import naming
from complaints.services.facts import Annotated, capacities_of
from desk.access import found_or_404, reading_required, signed_out
from desk.moves.move_form import PLEASE, UNREADABLE, TypedWords
from desk.queries import officers
from desk.queries.officers import MatchedOfficer, Wanted
from desk.wording import joined, moment, post_of
from ledger.exceptions import NotPermitted, Refused

TEMPLATE = "desk/naming.html"
NULLS = {"null_characters_not_allowed": UNREADABLE}


class SearchForm(forms.Form):
    """What is known of the officer."""

    name = forms.CharField(label=_("Name"), required=False, max_length=120, error_messages=NULLS)
    rank = forms.ChoiceField(
        label=_("Rank"), required=False, choices=[("", _("Any rank")), *RANKS], error_messages=PLEASE
    )
    belt = forms.CharField(
        label=_("Belt number"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        error_messages=NULLS,
    )
    office = forms.CharField(label=_("Police station or office"), required=False, max_length=120, error_messages=NULLS)

    @property
    def wanted(self) -> Wanted:
        return Wanted(**self.cleaned_data)


class NameForm(forms.Form):
    """One of the officers found, and how it is known that it is this one."""

    officer = forms.TypedChoiceField(label=_("Officer"), coerce=int, widget=forms.RadioSelect, error_messages=PLEASE)
    in_their_words = forms.BooleanField(label=_("The complainant said so"), required=False)
    words = TypedWords(
        label=_("How do you know it is this officer?"),
        rows=2,
        help_text=_("This is recorded under your name. Only people who can open the complaint can read it."),
    )

    def __init__(self, data=None, *, found: list[MatchedOfficer], **kwargs):
        super().__init__(data, **kwargs)
        self.fields["officer"].choices = [(one.officer.pk, said_of(one)) for one in found]


class TakeBackForm(forms.Form):
    """Why the name was wrong."""

    words = TypedWords(
        label=_("Why the name was wrong"), rows=2, help_text=_("The complainant will read this. Do not name anyone.")
    )


def said_of(one: MatchedOfficer) -> str:
    """Rank, name, belt number, and every post: namesakes are told apart."""
    officer = one.officer
    belt = gettext("belt number %(number)s") % {"number": officer.belt_number} if officer.belt_number else ""
    posts = [post_of(posting) for posting in one.postings] or [gettext("no current posting")]
    return joined(officer.title, belt, *posts)


def panel(complaint: Complaint, *, actor: Actor, at: datetime) -> dict:
    """What the file's page shows of it: the names, and what the complainant told as long as nobody is named.

    One statement where somebody is named, else none. `may`: whether the way to write a name down is shown.
    """
    names = list(with_hearings(officers.named_in(complaint), at=at)) if complaint.names_somebody else []
    writes = actor.role in {Role.COMPLAINT_OPERATOR, Role.MONITOR} or complaint.holder_id in actor.postings
    return {"names": names, "may": writes, "told": "" if names else complaint.statement.concerns}


def concerned(request: HttpRequest, etag: str) -> HttpResponse:
    """Who is named; who comes after the session's end is given back what they typed."""
    if request.method == "POST" and not request.user.is_authenticated:
        back = reverse("desk:naming", kwargs={"etag": etag})
        return signed_out(request, back=back, typed=[request.POST.get("words", "").strip()])
    return _concerned(request, etag)


@require_http_methods(["GET", "HEAD", "POST"])
@reading_required
def _concerned(request: HttpRequest, etag: str) -> HttpResponse:
    """The names, a search, and a form for who may name or take back. 422 where it can't be taken; the words stay.

    For who may do neither, and where nobody is named, there is no such page.
    """
    at = now()
    complaint = found_or_404(request, etag)
    held = capacities_of(request.actor, complaint, at=at, annotated=Annotated.on(complaint, request.actor))
    if not (complaint.names_somebody or may_name(held)):
        raise Http404
    if request.method != "POST":
        return _page(request, complaint, held, {}, at=at)
    act = {"name": _name, "take_back": _take_back}.get(request.POST.get("act"))
    if act is None:
        raise Http404
    try:
        tried = act(request, complaint, at=at)
    except NotPermitted as never_offered:
        raise Http404 from never_offered
    return _page(request, complaint, held, tried, at=at) if tried else _onwards(request, complaint)


def _onwards(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    """Back to the file, if it still exists for who has just written down the name."""
    still = Complaint.objects.visible_to(request.actor).filter(pk=complaint.pk).exists()
    return redirect("desk:naming", etag=complaint.etag) if still else redirect("desk:queue")


def _name(request: HttpRequest, complaint: Complaint, *, at: datetime) -> dict:
    """Write the name down; what did not go is given back with its form."""
    search = SearchForm(request.POST)
    found = officers.find(search.wanted, at=at) if search.is_valid() else []
    form = NameForm(request.POST, found=found)
    tried = {"search": search, "found": found, "name_form": form, "form": form}
    if not form.is_valid():
        return tried
    given = form.cleaned_data
    try:
        naming.name_officer(
            complaint_id=complaint.pk,
            officer_id=given["officer"],
            why=given["words"],
            in_their_words=given["in_their_words"],
            by=request.actor,
            at=at,
        )
    except Refused as refused:
        form.add_error("officer", REFUSALS[refused.reason])
        return tried
    messages.success(request, gettext("Officer named. They can no longer see this complaint."))
    return {}


def _take_back(request: HttpRequest, complaint: Complaint, *, at: datetime) -> dict:
    """Take the name back; what did not go is given back with its form."""
    number = request.POST.get("naming", "")
    named = get_object_or_404(Naming, complaint=complaint, pk=int(number) if is_row_number(number) else 0)
    form = _take_back_form(named, request.POST)
    if not form.is_valid():
        return {"wrong": (named.pk, form), "form": form}
    try:
        naming.take_back(naming_id=named.pk, why=form.cleaned_data["words"], by=request.actor, at=at)
    except Refused as refused:
        form.add_error("words", REFUSALS[refused.reason])
        return {"wrong": (named.pk, form), "form": form}
    messages.success(request, gettext("Name withdrawn. The complainant is being notified."))
    return {}


def _take_back_form(named: Naming, data=None) -> TakeBackForm:
    return TakeBackForm(data, auto_id=f"naming_{named.pk}_%s")


def _page(request: HttpRequest, complaint: Complaint, held: frozenset[Capacity], tried: dict, *, at) -> HttpResponse:
    """The page. `tried`: a form that came back."""
    search = tried.get("search") or SearchForm(request.GET or None)
    found = tried.get("found")
    if found is None and search.is_bound and search.is_valid() and search.wanted:
        found = officers.find(search.wanted, at=at)
    back, form_back = tried.get("wrong", (None, None))
    names = [
        {"row": row, "when": moment(row.named_at), "by": joined(row.by.officer.title, post_of(row.by)),
         "form": (form_back if row.pk == back else _take_back_form(row)) if may_take_back(held) else None,
         "is_open": row.pk == back}
        for row in named_then(officers.named_in(complaint), posting="by", at="named_at")
    ]  # fmt: skip
    form = tried.get("form") or (search if search.errors else None)
    context = {
        "complaint": complaint,
        "names": names,
        "may_name": may_name(held),
        "told": complaint.statement.concerns,
        "told_search": _search_for(complaint.statement.concerned),
        "search": search,
        "found": found,
        "capped": bool(found) and len(found) == officers.SHOWN,
        "name_form": tried.get("name_form") or (NameForm(found=found) if found else None),
        "opened": _opened(complaint) if names and is_told(request.actor.office_kind) else [],
        "form": form,
        "has_errors": form is not None,
    }
    return render(request, TEMPLATE, context, status=422 if form is not None else 200)


def _search_for(told: dict) -> str:
    """The search for what the complainant told by its parts. Without the place: they may call it by another name."""
    known = {"name": told.get("name"), "rank": told.get("rank"), "belt": told.get("belt")}
    parts = {part: words for part, words in known.items() if words}
    return urlencode(parts) if parts else ""


def _opened(complaint: Complaint) -> list[str]:
    return [
        joined(reading.posting.officer.title, post_of(reading.posting), moment(reading.at))
        for reading in officers.opened_by_the_named(complaint)
    ]
