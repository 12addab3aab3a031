"""Page 5: how to contact the complainant safely, and the effect of each way on the complaint."""

from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.core import serializers

from citizen.filing.draft_addresses import draft_address
from complaints.models import Category, Complainant, Draft
from complaints.models.complaint import Statement
from complaints.rules.complainant.anonymity_and_consent import MAY_BE_ANONYMOUS, Behalf, Consent
from complaints.rules.guard_facts import ContactState
from notifications.models import Message
from tests.citizen.conftest import TOLD, Visitor, mistakes, path_of, registered, words
from tests.citizen.filing.conftest import CONFIDENTIAL, WORD, at_the_last_page, begins, draft_of
from tests.secret_words import has_word
from tests.world import clock
from web.countries import ZONE_OF_COUNTRY

SECRET = {"reach": "secret", "phone": "", "secret": WORD}
ANONYMOUS = SECRET | {"reach": "anonymous", "category": "bribe_demand"}
DUMPED = (Draft, Complainant, Statement, Message)
WRONG = {
    "no way": ({"reach": ""}, "reach"),
    "a way that we don't go": ({"reach": "pigeon"}, "reach"),
    "anonymous where it is not taken": ({"reach": "anonymous", "secret": WORD}, "reach"),
    "no phone": ({"phone": ""}, "phone"),
    "an impossible phone": ({"phone": "0300 12"}, "phone"),
    "a phone of words": ({"phone": "call my son"}, "phone"),
    "a phone with NUL": ({"phone": "0300\x001234567"}, "phone"),
    "an impossible phone abroad": ({"phone": "+44 123"}, "phone"),
    "no address": ({"reach": "email"}, "email"),
    "an address without a host": ({"reach": "email", "email": "ayesha@"}, "email"),
    "an address that is too long": ({"reach": "email", "email": "a" * 250 + "@example.com"}, "email"),
    "no secret word": (SECRET | {"secret": ""}, "secret"),
    "a short secret word": (SECRET | {"secret": "mango"}, "secret"),
    "a secret word that is a birthday": (SECRET | {"secret": "14081947"}, "secret"),
    "a secret word that everybody tries": (SECRET | {"secret": "Pakistan"}, "secret"),
    "a secret word that is the phone": (SECRET | {"phone": "0300 1112233", "secret": "+923001112233"}, "secret"),
    "a secret word without end": (SECRET | {"secret": "mango " * 50}, "secret"),
    "a phone beside the secret word that is none": (SECRET | {"phone": "0300"}, "phone"),
    "no language": ({"language": ""}, "language"),
    "a language that we do not speak": ({"language": "fr"}, "language"),
    "for a ghost": ({"behalf": "ghost"}, "behalf"),
    "a consent of another kind": ({"behalf": "relative", "behalf_consent": "perhaps"}, "behalf_consent"),
    "the moon": ({"country": "MOON"}, "country"),
}


def files(visitor: Visitor, at: str = "09:00", **told):
    """File a complaint and return it."""
    answer = visitor.files(at, **told)
    assert answer.status_code == 302, mistakes(answer)
    return registered()[-1]


@pytest.mark.mostly_slow(keep=12)
@pytest.mark.parametrize(("typed", "field"), WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("visitor", ["ayesha", "bashir"])
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(world, request, visitor, typed, field):
    answer = request.getfixturevalue(visitor).files(**typed)
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert list(mistakes(answer)) == [field] or (field == "reach" and answer.context["form"].errors.keys() == {"reach"})
    assert "error-summary" in page
    assert registered() == []
    for name in ("phone", "email", "secret"):
        assert typed.get(name, "") in page
    assert Draft.objects.get().answers["text"] == TOLD["text"]


def test_the_summary_links_to_each_mistake(world, ayesha):
    page = ayesha.files(reach="", language="", country="MOON").content.decode()
    for place in ("id_reach_0", "id_language_0", "id_country"):
        assert f'<a href="#{place}">' in page
        assert f'id="{place}"' in page
    assert "<title>Error: " in page


def test_what_stands_in_the_field_of_another_way_holds_nobody_up(world, ayesha):
    """Half a number was typed and then e-mail chosen: the page no longer shows the field for the number."""
    complaint = files(ayesha, reach="email", email="ayesha@example.com", phone="0300", secret="x")
    assert (complaint.complainant.phone, complaint.complainant.email) == ("", "ayesha@example.com")
    assert not complaint.complainant.has_secret


def test_what_was_mistyped_is_there_again_in_the_other_language_but_for_the_secret_word(world, ayesha):
    told = SECRET | {"phone": "0300 12", "protected": "on", "behalf": "relative", "country": "GB"}
    answer = ayesha.files(**told)
    again = ayesha.get(answer.context["other_language"]["url"])
    form = again.context["form"]
    assert {name: form[name].value() for name in ("reach", "phone", "protected", "behalf", "country")} == {
        "reach": "secret", "phone": "0300 12", "protected": "on", "behalf": "relative", "country": "GB",
    }  # fmt: skip
    assert WORD not in again.content.decode()
    assert WORD not in Draft.objects.get().sealed_answers


# --- ways of contact ---


def test_by_phone_it_rings_there_and_news_come_by_sms(world, ayesha):
    complaint = files(ayesha, phone="۰۳۰۰ ۱۱۱۲۲۳۳")
    person = complaint.complainant
    assert (person.phone, person.email, person.has_secret, person.anonymous) == ("+923001112233", "", False, False)
    assert person.phone_verified_at is None  # it is registered nevertheless
    assert [message.template for message in Message.objects.all()] == ["registered"]


def test_by_e_mail_from_abroad_without_a_phone(world, ayesha):
    person = files(ayesha, reach="email", phone="", email="Ayesha@Example.co.uk").complainant
    assert (person.phone, person.email) == ("", "Ayesha@Example.co.uk")


@pytest.mark.parametrize(("language", "kept"), [("ur", "ur"), ("en", "en")])
def test_messages_come_in_the_language_that_was_chosen(world, bashir, language, kept):
    assert files(bashir, language=language).complainant.language == kept


def test_the_language_of_the_page_is_what_is_offered_first(world, ayesha, bashir):
    for visitor in (ayesha, bashir):
        key = at_the_last_page(visitor)
        form = visitor.get(f"/complain/{key}/reach/").context["form"]
        assert form["language"].value() == visitor.language


def test_a_confidential_matter_offers_the_secret_word_first_and_any_other_the_phone(world, ayesha):
    for category, first in {CONFIDENTIAL: "secret", "threats": "phone"}.items():
        form = ayesha.get(f"/complain/{at_the_last_page(ayesha, category)}/reach/").context["form"]
        assert form["reach"].value() == first
        assert form.fields["reach"].choices[0][0] == first


def test_a_secret_word_is_kept_as_a_hash_alone(world, ayesha):
    complaint = files(ayesha, **SECRET)
    person = complaint.complainant
    assert "$argon2id$" in person.secret_hash
    assert has_word(person.complaint, "The  BLUE mango tree")
    for model in DUMPED:
        rows = model.objects.all()
        for row in rows:
            for field in row._meta.concrete_fields:
                assert WORD not in str(getattr(row, field.attname)), (
                    model,
                    field,
                )  # encrypted fields are decrypted on reading
        assert WORD not in serializers.serialize("json", rows)


def test_with_a_secret_word_a_phone_may_be_given_or_not(world, ayesha):
    assert files(ayesha, **SECRET).complainant.phone == ""
    assert files(ayesha, **SECRET | {"phone": "0300 1112233"}).complainant.phone == "+923001112233"


@pytest.mark.parametrize("category", sorted(MAY_BE_ANONYMOUS))
def test_who_stays_anonymous_leaves_nothing_but_a_word_and_is_rung_by_nobody(world, ayesha, category):
    """A number that was typed before the choice is not stored."""
    complaint = files(ayesha, **ANONYMOUS | {"category": category, "phone": "0300 1112233", "email": "a@example.com"})
    person = complaint.complainant
    assert person.anonymous
    assert (person.name, person.phone, person.email, bytes(person.phone_index)) == ("", "", "", b"")
    assert (complaint.contact, complaint.contact_due_at) == (ContactState.NOT_NEEDED, None)
    assert complaint.report_due_at is not None


@pytest.mark.slow
def test_anonymous_is_offered_where_it_is_taken_and_nowhere_else(world, ayesha):
    for category in Category.objects.filter(is_active=True):
        form = ayesha.get(f"/complain/{at_the_last_page(ayesha, category.code)}/reach/").context["form"]
        offered = "anonymous" in dict(form.fields["reach"].choices)
        assert offered == (category.code in MAY_BE_ANONYMOUS)


# --- effects on the complaint ---


def test_the_last_page_promises_news_only_where_they_come(world, ayesha):
    """For a confidential matter, only requested codes are sent (docs/decisions/0007)."""
    for category, by_sms in {CONFIDENTIAL: False, "threats": True}.items():
        page = words(ayesha.get(f"/complain/{at_the_last_page(ayesha, category)}/reach/"))
        assert ("We'll text codes and updates" in page) is by_sms
        assert ("We send no e-mails except a" in page) is not by_sms


def test_under_18_is_confidential_whatever_it_is_about(world, ayesha):
    complaint = files(ayesha, category="property_crime", under_18="on")
    assert (complaint.confidential, complaint.identity_is_protected) == (True, True)
    assert complaint.complainant.under_18
    page = ayesha.get(f"/complaint/{draft_address(complaint.draft.pk)}/receipt/").content.decode()
    assert "<title>Information</title>" in page
    assert "wa.me" not in page


def test_protected_hides_who_it_is_from_local_officers(world, ayesha):
    complaint = files(ayesha, protected="on")
    assert (complaint.protected, complaint.confidential, complaint.identity_is_protected) == (True, False, True)


@pytest.mark.mostly_slow(keep=5)
@pytest.mark.parametrize("behalf", [behalf.value for behalf in Behalf if behalf is not Behalf.SELF])
@pytest.mark.parametrize("consent", [consent.value for consent in Consent])
def test_for_somebody_else_what_they_say_to_it_is_noted_or_left_open(world, ayesha, behalf, consent):
    person = files(ayesha, behalf=behalf, behalf_consent=consent).complainant
    assert (person.behalf, person.behalf_consent) == (behalf, consent)


def test_who_complains_for_themselves_needs_nobody_s_consent(world, ayesha):
    person = files(ayesha, behalf="self", behalf_consent="not_given").complainant
    assert (person.behalf, person.behalf_consent) == (Behalf.SELF, Consent.UNASKED)


ABROAD = {
    "a number of London": ({"phone": "+44 7400 123456"}, "Europe/London", "+1d 14:00"),
    "a number of New York": ({"phone": "+1 212 555 0123"}, "America/New_York", "+1d 04:00"),
    "Pakistan's number, living in Dubai": ({"country": "AE"}, "Asia/Dubai", "+1d 10:00"),
    "an e-mail address from Toronto": (
        {"reach": "email", "email": "a@example.com", "country": "CA-E"}, "America/Toronto", "+1d 04:00",
    ),
    "living in Pakistan": ({}, "Asia/Karachi", "+1d 09:00"),
}  # fmt: skip


@pytest.mark.parametrize(("told", "zone", "due"), ABROAD.values(), ids=ABROAD)
def test_nobody_is_rung_at_night_by_their_own_clock(world, ayesha, told, zone, due):
    """Filed at 8 pm in Lahore with eight hours for the contact, which end at 4 am in the complainant's time zone."""
    complaint = files(ayesha, "20:00", **told)
    assert complaint.complainant.time_zone == zone
    assert complaint.contact_due_at == clock(due)
    assert 7 <= complaint.contact_due_at.astimezone(ZoneInfo(zone)).hour < 22


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("country", ["SA", "GB", "US-P", "AF", "NP", "ZW"])
def test_every_country_that_is_offered_has_its_clock(world, ayesha, country):
    assert files(ayesha, country=country).complainant.time_zone == ZONE_OF_COUNTRY[country]


# --- the page ---


def test_who_jumps_ahead_is_led_to_the_first_question_without_an_answer(world, ayesha):
    key = begins(ayesha)
    assert path_of(ayesha.get(f"/complain/{key}/reach/")) == f"/complain/{key}/where/"
    assert path_of(ayesha.posts(f"/complain/{key}/reach/", **SECRET)) == f"/complain/{key}/where/"
    assert WORD not in draft_of(key).sealed_answers


def test_a_kind_that_is_offered_no_more_is_asked_again_and_the_rest_stays(world, ayesha):
    key = at_the_last_page(ayesha)
    Category.objects.filter(code=TOLD["category"]).update(is_active=False)
    last = {"reach": "phone", "phone": "0300 1112233", "language": "en", "checked": "1"}
    assert path_of(ayesha.posts(f"/complain/{key}/reach/", **last)) == f"/complain/{key}/kind/"
    assert path_of(ayesha.posts(f"/complain/{key}/kind/", category="threats")) == f"/complain/{key}/reach/"
    assert "0300 1112233" in ayesha.get(f"/complain/{key}/reach/").content.decode()
    assert path_of(ayesha.posts(f"/complain/{key}/reach/", **last)) == f"/complaint/{key}/receipt/"


@pytest.mark.parametrize("phone", ["042 35761234", "051-9201234", "+44 20 7946 0018", "0800 02345"])
def test_no_landline_for_codes(world, ayesha, phone):
    assert mistakes(ayesha.files(phone=phone))["phone"].startswith("This number cannot receive text messages.")
    assert registered() == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ayesha@gmial.com", "ayesha@gmail.com"),
        ("ayesha@gmail.con", "ayesha@gmail.com"),
        ("ayesha@yaho.com", "ayesha@yahoo.com"),
        ("ayesha@hotmaill.com", "ayesha@hotmail.com"),
    ],
)
def test_a_slip_in_the_address_is_asked_about_once(world, ayesha, typed, meant):
    by_mail = {"reach": "email", "phone": "", "email": typed}
    answer = ayesha.files(**by_mail)
    assert mistakes(answer)["email"].startswith(f"Did you mean {meant}?")
    assert f'name="email_sure" value="{typed}"' in answer.content.decode()
    files(ayesha, **by_mail, email_sure=typed)
    assert registered()[-1].complainant.email == typed


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("email", ["a@gmail.com", "a@ymail.com", "a@mail.com", "a@punjab.gov.pk", "a@gmial.com.pk"])
def test_other_addresses_are_taken_at_once(world, ayesha, email):
    files(ayesha, reach="email", phone="", email=email)
