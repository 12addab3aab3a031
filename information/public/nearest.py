"""The nearest office or centre: by the phone's own position, or without it by district."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.rules import positions
from information.queries import nearest as found
from information.queries import offices as known

ABROAD = _("This phone is not in Pakistan now. Choose a district instead.")
NO_POSITION = _("We could not read this location. Choose a district instead.")


class PositionForm(forms.Form):
    """What the button of the page sends. It is used for this one answer and kept nowhere."""

    position = forms.CharField(max_length=60, widget=forms.HiddenInput, error_messages={"required": NO_POSITION})

    def clean_position(self) -> positions.Position:
        try:
            return positions.parse(self.cleaned_data["position"])
        except positions.Abroad as abroad:
            raise forms.ValidationError(ABROAD) from abroad
        except positions.Impossible as impossible:
            raise forms.ValidationError(NO_POSITION) from impossible


class DistrictForm(forms.Form):
    """The way without a position."""

    district = forms.ChoiceField(
        label=_("District"),
        error_messages={"required": _("Choose a district."), "invalid_choice": _("Choose a district.")},
    )

    def __init__(self, data=None):
        super().__init__(data)
        self.fields["district"].choices = [("", _("Choose …")), *known.districts()]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def nearest(request: HttpRequest) -> HttpResponse:
    """A position comes by POST, so that it stands in no address and no log; a district leads to its page."""
    if request.method == "POST":
        return _by_position(request, PositionForm(request.POST))
    by_district = DistrictForm(request.GET if "district" in request.GET else None)
    if by_district.is_valid():
        return redirect("district", code=by_district.cleaned_data["district"])
    shown = {"form": by_district, "by_district": by_district, "by_position": PositionForm()}
    return render(request, "information/nearest.html", shown, status=422 if by_district.errors else 200)


def _by_position(request: HttpRequest, form: PositionForm) -> HttpResponse:
    shown = {"form": form, "by_district": DistrictForm(), "by_position": PositionForm(), "asked": form.is_valid()}
    if form.is_valid():
        latitude, longitude, _metres = form.cleaned_data["position"]
        shown["offices"] = found.nearest(latitude, longitude)
        shown["centres"] = found.nearest_centres(latitude, longitude)
    return render(request, "information/nearest.html", shown, status=422 if form.errors else 200)
