"""The nearest offices and centres, by the phone's position or by district."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.rules import gps_positions
from information.queries import nearest_places as nearest_queries
from information.queries import office_directory as office_queries

ABROAD = _("This phone is not in Pakistan now. Choose a district instead.")
NO_POSITION = _("We could not read this location. Choose a district instead.")


class PositionForm(forms.Form):
    """Form for the position that the page's button sends. It is used for this one answer and not stored."""

    position = forms.CharField(max_length=60, widget=forms.HiddenInput, error_messages={"required": NO_POSITION})

    def clean_position(self) -> gps_positions.GpsPosition:
        try:
            return gps_positions.parse_position(self.cleaned_data["position"])
        except gps_positions.PositionAbroad as abroad:
            raise forms.ValidationError(ABROAD) from abroad
        except gps_positions.InvalidPosition as invalid:
            raise forms.ValidationError(NO_POSITION) from invalid


class DistrictForm(forms.Form):
    """Form for a district, for phones without a position."""

    district = forms.ChoiceField(
        label=_("District"),
        error_messages={"required": _("Choose a district."), "invalid_choice": _("Choose a district.")},
    )

    def __init__(self, data=None):
        super().__init__(data)
        self.fields["district"].choices = [("", _("Choose …")), *office_queries.district_codes_and_names()]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show_nearest(request: HttpRequest) -> HttpResponse:
    """Show what is nearest. A position comes by POST, so that it appears in no address or log."""
    if request.method == "POST":
        return _render_nearest_to_position(request, PositionForm(request.POST))
    by_district = DistrictForm(request.GET if "district" in request.GET else None)
    if by_district.is_valid():
        return redirect("district", code=by_district.cleaned_data["district"])
    context = {"form": by_district, "by_district": by_district, "by_position": PositionForm()}
    return render(request, "information/nearest.html", context, status=422 if by_district.errors else 200)


def _render_nearest_to_position(request: HttpRequest, form: PositionForm) -> HttpResponse:
    context = {"form": form, "by_district": DistrictForm(), "by_position": PositionForm(), "asked": form.is_valid()}
    if form.is_valid():
        latitude, longitude, _metres = form.cleaned_data["position"]
        context["offices"] = nearest_queries.nearest_offices(latitude, longitude)
        context["centres"] = nearest_queries.nearest_centres(latitude, longitude)
    return render(request, "information/nearest.html", context, status=422 if form.errors else 200)
