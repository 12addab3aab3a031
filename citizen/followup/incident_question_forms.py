"""Forms of the questions about the matter: where, when, and whom the complaint is about."""

from django import forms
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from accounts.models.choice_labels import RANK_CHOICES
from accounts.rules import gps_positions
from accounts.rules.office_tree import OfficeKind
from citizen.filing.kept_out_form import (
    SENIOR_POSSIBLE_LABEL,
    SENIORITY_CHOICES,
    SENIORITY_HELP,
    SENIORITY_LABEL,
    UNKNOWN,
)
from citizen.followup.question_form import EMPTY_CHOICE, QuestionForm
from complaints.models import Statement
from complaints.models.display.complaint_labels import POSTS, THREE_ANSWERS
from complaints.queries.followup_context import stations_in_district_of
from complaints.rules.followup_questions import UNKNOWN_ANSWER, FollowupDetail, may_move_station
from complaints.rules.statuses import Status
from complaints.services.draft_answers import MAX_LENGTHS
from complaints.services.followup import IncidentPlaceAnswer, IncidentTimeAnswer, PersonsConcernedAnswer
from web.form_fields import INVALID_CHOICE, PlainTextField, TypedDateField

NO_POSITION = _("We could not read this location. Share it again, or leave it out and describe the place.")
POSITION_ABROAD = _("This location is outside Pakistan, so it can't be where it happened. Describe the place in words.")


class IncidentPlaceForm(QuestionForm):
    """Form for police station, landmark and the phone's position, which is taken only if a button is pressed."""

    station = forms.ChoiceField(
        label=_("Police station"), required=False, error_messages={"invalid_choice": INVALID_CHOICE}
    )
    landmark = PlainTextField(
        label=_("Place or landmark"),
        required=False,
        max_length=MAX_LENGTHS["landmark"],
        help_text=_("A street, a market, a mosque nearby."),
    )
    position = forms.CharField(required=False, widget=forms.HiddenInput)
    no_position = forms.BooleanField(label=_("Remove the phone's location"), required=False)

    def stored_values(self) -> dict:
        complaint = self.followup.complaint
        last_answer = self.followup.last_answers.get(FollowupDetail.STATION)
        code = complaint.place.code if complaint.place.kind == OfficeKind.STATION else ""
        return {
            "station": code or (UNKNOWN_ANSWER if last_answer and last_answer.unknown else ""),
            "landmark": complaint.statement.landmark,
        }

    def adapt_fields(self) -> None:
        """Remove the station if it can no longer change, and the option to remove a position if there is none."""
        if self.station_is_fixed:
            del self.fields["station"]
        else:
            stations = [(office.code, office.name) for office in stations_in_district_of(self.followup.complaint.place)]
            unknown = (UNKNOWN_ANSWER, _("I don't know, or it is not listed"))
            empty = [] if self.initial["station"] else [EMPTY_CHOICE]
            self.fields["station"].choices = [*empty, unknown, *stations]
        if not self.followup.complaint.statement.position:
            del self.fields["no_position"]

    @property
    def station_is_fixed(self) -> bool:
        """Return whether the station can no longer change."""
        complaint = self.followup.complaint
        is_stated = complaint.place.kind in {OfficeKind.STATION, OfficeKind.UNIT}
        status = Status(complaint.status)
        return not may_move_station(about_police=complaint.about_police, is_station_stated=is_stated, status=status)

    def clean_position(self) -> str:
        try:
            return (
                str(gps_positions.parse_position(self.cleaned_data["position"]))
                if self.cleaned_data["position"]
                else ""
            )
        except gps_positions.PositionAbroad as abroad:
            raise forms.ValidationError(POSITION_ABROAD) from abroad
        except gps_positions.InvalidPosition as invalid:
            raise forms.ValidationError(NO_POSITION) from invalid

    def make_answer(self) -> IncidentPlaceAnswer:
        data = self.cleaned_data
        stored_position = "" if data.get("no_position") else self.followup.complaint.statement.position
        return IncidentPlaceAnswer(
            station=data.get("station", ""), landmark=data["landmark"], position=data["position"] or stored_position
        )


class IncidentTimeForm(QuestionForm):
    """Form for the day, or a description of the time in words."""

    happened_on = TypedDateField(label=_("Date"), required=False)
    about = PlainTextField(
        label=_("In your own words"),
        required=False,
        max_length=120,
        help_text=_("For example: in the evening, or every day in the week before Eid."),
    )
    unknown = forms.BooleanField(label=_("I don't know when"), required=False)

    def stored_values(self) -> dict:
        statement, last_answer = self.followup.complaint.statement, self.followup.last_answers.get(FollowupDetail.WHEN)
        return {
            "happened_on": statement.happened_on,
            "about": statement.happened_about,
            "unknown": bool(last_answer and last_answer.unknown),
        }

    def adapt_fields(self) -> None:
        self.fields["happened_on"].widget.attrs["max"] = self.today.isoformat()

    def clean_happened_on(self):
        day = self.cleaned_data["happened_on"]
        if day and day > self.today:
            raise forms.ValidationError(_("This date is in the future. Enter the date on which it happened."))
        return day

    def clean(self) -> dict:
        super().clean()
        self.refuse_unknown_with_answer("unknown", "happened_on", "about")
        return self.cleaned_data

    def make_answer(self) -> IncidentTimeAnswer:
        data = self.cleaned_data
        return IncidentTimeAnswer(day=data["happened_on"], about=data["about"], unknown=data["unknown"])


class SeniorityFields(forms.Form):
    """Fields for the officers who are to be kept from the complaint: station or unit, and how senior they are.

    They exclude at once (`services.exclusion.exclusion_by_description`), and never narrow an exclusion.
    """

    station = forms.ChoiceField(
        label=_("Police station where they are posted"),
        required=False,
        error_messages={"invalid_choice": INVALID_CHOICE},
    )
    post = forms.ChoiceField(
        label=SENIORITY_LABEL,
        required=False,
        error_messages={"invalid_choice": INVALID_CHOICE},
        help_text=SENIORITY_HELP,
    )
    senior_possible = forms.ChoiceField(
        label=SENIOR_POSSIBLE_LABEL,
        required=False,
        choices=[EMPTY_CHOICE, *THREE_ANSWERS],
        error_messages={"invalid_choice": INVALID_CHOICE},
    )

    def offer_stations(self, place) -> None:
        """Offer the stations of the district and the ladder of seniority. Two queries."""
        offices = stations_in_district_of(place, kinds=(OfficeKind.STATION, OfficeKind.UNIT))
        self.stations = {office.code: office.name for office in offices}
        self.fields["station"].choices = [("", _("I don't know")), *self.stations.items()]
        self.fields["post"].choices = [EMPTY_CHOICE, *SENIORITY_CHOICES]

    def seniority_parts(self) -> dict:
        """Return the answered parts of the description."""
        post, station = self.cleaned_data["post"], self.cleaned_data["station"]
        parts = {"station": station, "post": "" if post == UNKNOWN else post}
        return {name: part for name, part in parts.items() if part}

    def kept_out_answers(self) -> dict:
        """Return the answers that keep officers out. Without a post, "I don't know" counts as possibly senior."""
        if not self.cleaned_data["post"]:
            return {}
        is_unknown = self.cleaned_data["post"] == UNKNOWN
        senior_possible = (self.cleaned_data["senior_possible"] or UNKNOWN) if is_unknown else ""
        return {"keep_from": "yes", "senior_possible": senior_possible}

    def seniority_words(self) -> list[str]:
        """Return the answered parts as readable words."""
        data = self.cleaned_data
        return [str(dict(POSTS).get(data.get("post"), "")), self.stations.get(data.get("station"), "")]


def stored_seniority(statement: Statement) -> dict:
    """Return the initial values of the fields from the stored answers."""
    is_unknown = statement.senior_possible and not statement.concerned.get("post")
    unknown = {"post": UNKNOWN, "senior_possible": statement.senior_possible} if is_unknown else {}
    return statement.concerned | unknown


class AccusedPersonForm(SeniorityFields, QuestionForm):
    """Form for the persons that the complaint is about, as text, and for officers who must not see it."""

    concerns = PlainTextField(
        label=_("Who are they?"),
        required=False,
        max_length=MAX_LENGTHS["concerns"],
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    unknown = forms.BooleanField(label=_("I don't know who"), required=False)

    field_order = ("concerns", "unknown", "station", "post", "senior_possible")

    def stored_values(self) -> dict:
        last_answer = self.followup.last_answers.get(FollowupDetail.CONCERNS)
        statement = self.followup.complaint.statement
        return stored_seniority(statement) | {
            "concerns": statement.concerns,
            "unknown": bool(last_answer and last_answer.unknown),
        }

    def adapt_fields(self) -> None:
        self.offer_stations(self.followup.complaint.place)

    def clean(self) -> dict:
        super().clean()
        self.refuse_unknown_with_answer("unknown", "concerns")
        return self.cleaned_data

    def make_answer(self) -> PersonsConcernedAnswer:
        data, officer, kept_out = self.cleaned_data, self.seniority_parts(), self.kept_out_answers()
        unknown = data["unknown"] and not officer
        return PersonsConcernedAnswer(words=data["concerns"], officer=officer, unknown=unknown, **kept_out)


class AccusedOfficerForm(SeniorityFields, QuestionForm):
    """Form for the officer that the complaint is about.

    Name, rank, the highest rank involved, police station, belt number, or other details that identify them.
    """

    PARTS = ("name", "rank", "post", "station", "belt", "more")

    name = PlainTextField(label=_("Name"), required=False, max_length=120)
    rank = forms.ChoiceField(label=_("Rank"), required=False, error_messages={"invalid_choice": INVALID_CHOICE})
    belt = PlainTextField(
        label=_("Belt number"),
        required=False,
        max_length=40,
        help_text=_("The number on the belt or the badge."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    more = PlainTextField(
        label=_("Other details that identify them"),
        required=False,
        max_length=160,
        help_text=_("For example the number of the police car, or what they look like."),
    )
    unknown = forms.BooleanField(label=_("I don't know who it was"), required=False)

    def stored_values(self) -> dict:
        """Return the stored parts. Text that was stored without parts goes into the field for other details."""
        statement, last_answer = (
            self.followup.complaint.statement,
            self.followup.last_answers.get(FollowupDetail.CONCERNS),
        )
        parts = statement.concerned or ({"more": statement.concerns} if statement.concerns else {})
        is_known = {"unknown": bool(last_answer and last_answer.unknown)}
        return parts | stored_seniority(statement) | is_known

    def adapt_fields(self) -> None:
        self.offer_stations(self.followup.complaint.place)
        self.fields["rank"].choices = [("", _("I don't know")), *RANK_CHOICES]

    def clean(self) -> dict:
        data = super().clean()
        self.refuse_unknown_with_answer("unknown", *(name for name in self.PARTS if data.get(name) != UNKNOWN))
        excess = len(self.in_words()) - MAX_LENGTHS["concerns"]
        if excess > 0:
            text = ngettext(
                "Your answers together are %(number)d character too long. Shorten this one.",
                "Your answers together are %(number)d characters too long. Shorten this one.",
                excess,
            )
            self.add_error("more", text % {"number": excess})
        return self.cleaned_data

    def in_words(self) -> str:
        """Return the parts as one readable text."""
        data = self.cleaned_data
        belt = data.get("belt", "")
        texts = [
            data.get("name", ""),
            str(dict(RANK_CHOICES).get(data.get("rank"), "")),
            *self.seniority_words(),
            pgettext("of a police officer", "belt number %(number)s") % {"number": belt} if belt else "",
            data.get("more", ""),
        ]
        return gettext(", ").join(part for part in texts if part)

    def make_answer(self) -> PersonsConcernedAnswer:
        data = self.cleaned_data
        parts = {name: data[name] for name in self.PARTS if data[name] and name != "post"} | self.seniority_parts()
        return PersonsConcernedAnswer(
            words=self.in_words(), officer=parts, unknown=data["unknown"], **self.kept_out_answers()
        )
