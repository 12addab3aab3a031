"""Pages of police offices: regions and districts, a search, and one district."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import Office
from information.queries import office_directory as office_queries
from information.queries.nearest_places import centres_in_district

LONGEST = 60
UNREADABLE = _("This contains characters that we cannot read. Type it again in plain text.")


class OfficeSearchForm(forms.Form):
    """Form for the name of a district, or of a police station in it."""

    q = forms.CharField(
        label=_("District or police station"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={
            "max_length": _("The name is too long. Use at most %(limit_value)d characters."),
            "null_characters_not_allowed": UNREADABLE,
        },
    )


@require_safe
def offices_page(request: HttpRequest) -> HttpResponse:
    """Show all regions with their districts, or the districts that a search finds."""
    form = OfficeSearchForm(request.GET if "q" in request.GET else None)
    words = form.is_bound and form.is_valid() and form.cleaned_data["q"]
    context = {"form": form, "asked": words or ""}
    context |= (
        {"found": office_queries.search_offices(words)}
        if words
        else {"regions": office_queries.regions_with_districts()}
    )
    return render(request, "information/offices.html", context, status=422 if form.errors else 200)


@require_safe
def district_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show one district: the post of its head, and the offices below it."""
    try:
        office, below = office_queries.district_with_offices(code)
    except Office.DoesNotExist as missing:
        raise Http404 from missing
    context = {
        "office": office,
        "below": below,
        "centres": centres_in_district(office),
        "is_invented": any(lower.is_invented for _, lower in below),
    }
    return render(request, "information/district.html", context)
