"""The information that ships with the portal: complete, in two languages, and unchanged when it is loaded again."""

import re

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from information.management.commands.load_information import read_information_file
from information.models import Centre, Helpline, LegalAid, Link, Service, Step
from information.rules.text_languages import BETWEEN_ITEMS

pytestmark = pytest.mark.django_db

BOTH = (
    *("name", "operator", "hours", "note", "wa_title", "wa_desc", "documents", "fee", "time", "notes"),
    *("title", "words"),
)
MODELS = [Helpline, Service, Link, Step, LegalAid]
OBSOLETE = {"8787", "1915"}


def everything() -> list[dict]:
    return [row for model in MODELS for row in model.objects.order_by("pk").values()]


def test_the_reference_data_hold_every_row_of_the_files():
    assert {line["number"] for line in read_information_file("helplines.csv")} == set(
        Helpline.objects.values_list("number", flat=True)
    )
    assert {(row["kind"], row["code"]) for row in read_information_file("services.csv")} == set(
        Service.objects.values_list("kind", "code")
    )
    assert list(Service.objects.of_kind("whatsapp_menu").values_list("order", flat=True)) == list(range(1, 16))


def test_loading_again_changes_nothing(capsys):
    before = everything()
    call_command("load_information")
    assert everything() == before
    assert "17 helplines, 35 services, 10 links, 31 steps, 3 legal_aid" in capsys.readouterr().out


def test_a_number_that_somebody_added_stays_and_a_changed_one_is_put_right():
    Helpline.objects.filter(number="15").update(name_en="Something else")
    extra = Helpline.objects.get(number="15")
    extra.pk, extra.number = None, "1124000"
    extra.save()
    call_command("load_information", verbosity=0)
    assert Helpline.objects.get(number="15").name_en == "Police emergency"
    assert Helpline.objects.filter(number="1124000").exists()


@pytest.mark.parametrize("model", MODELS)
def test_each_row_is_as_its_model_says(model):
    for row in model.objects.all():
        row.full_clean()


@pytest.mark.parametrize("language", ["ur", "roman"])
def test_whatever_is_said_in_english_is_said_in_urdu_in_both_scripts_item_for_item(language):
    for row in everything():
        for name in BOTH:
            if f"{name}_en" in row and f"{name}_{language}" not in row:
                continue  # legal aid is on pages alone: the chat, which needs Roman Urdu, does not tell it
            english, other = row.get(f"{name}_en", ""), row.get(f"{name}_{language}", "")
            assert bool(english) == bool(other), (name, english, other)
            assert english.count(BETWEEN_ITEMS) == other.count(BETWEEN_ITEMS), (name, english)


def test_roman_urdu_is_written_in_latin_letters():
    for row in everything():
        for name, value in row.items():
            if name.endswith("_roman"):
                assert not re.search("[\u0600-\u06ff]", value), (name, value)


def test_urdu_is_written_in_urdu_letters():
    for row in everything():
        for name, value in row.items():
            if name.endswith("_ur"):
                assert not re.search("[يكهة]", value), (name, value)


def test_what_is_known_says_how_certain_and_what_is_unknown_does_not():
    with pytest.raises(IntegrityError, match="service_fee_known_has_certainty"), transaction.atomic():
        Service.objects.filter(code="fir_copy").update(fee_en="Rs 1")


def test_old_numbers_are_kept_but_never_advertised():
    assert set(Helpline.objects.filter(standing="superseded").values_list("number", flat=True)) == OBSOLETE
    advertised = set(Helpline.objects.advertised().values_list("number", flat=True))
    assert not OBSOLETE & advertised
    assert "03317871787" not in advertised
    assert {"15", "1122", "1787", "1043", "1121"} <= advertised


def test_a_row_of_a_whatsapp_list_fits():
    """24 characters for the title, 72 for the description (Cloud API)."""
    for service in Service.objects.of_kind("whatsapp_menu"):
        for language in ("en", "ur", "roman"):
            assert 0 < len(getattr(service, f"wa_title_{language}")) <= 24
            assert 0 < len(getattr(service, f"wa_desc_{language}")) <= 72


def test_no_address_of_an_account_is_guessed():
    social = Link.objects.of_kind("social")
    assert {link.url for link in social} == {""}
    assert {link.certainty for link in social} == {"guess"}
    assert Link.objects.get(code="punjabpolice").address == "https://punjabpolice.gov.pk"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "punjabpolice", 'a.pk/"onclick', "ftp://a.pk"])
def test_what_is_no_address_is_no_link(url):
    with pytest.raises(IntegrityError, match="link_url_is_an_address"), transaction.atomic():
        Link.objects.filter(code="opc").update(url=url)


def test_no_khidmat_markaz_ships_because_no_source_says_where_they_are():
    assert not Centre.objects.exists()
