"""Public pages: one tap from the home page, in both languages, at a constant number of statements, without a trace."""

import re

import pytest

from accounts.models import Office
from information.models import Centre, Helpline, Link, Service
from tests.information.conftest import LANGUAGES, here, words

# The number of statements of each page, for any amount of data.
COSTS = {
    "/services/": 0,
    "/services/documents/": 1,
    "/services/driving-licence/": 2,
    "/services/fir/": 2,
    "/services/legal-aid/": 1,
    "/services/overseas/": 3,
    "/services/centres/": 2,
    "/services/social-media/": 2,
    "/services/websites/": 2,
    "/services/citizen-portal/": 2,
    "/helplines/": 1,
    "/offices/": 1,
    "/offices/?q=lahore": 2,
    "/offices/lahore/": 3,
    "/whatsapp/": 2,
    "/privacy/": 0,
    "/accessibility/": 0,
    "/offline/": 1,
    "/manifest.webmanifest": 0,
}
ONE_TAP = [
    "/services/", "/services/documents/", "/services/driving-licence/", "/services/fir/", "/helplines/", "/offices/",
    "/whatsapp/", "/performance/", "/performance/limits/", "/privacy/", "/accessibility/",
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("path", "statements"), COSTS.items())
def test_a_page_costs_what_it_says_and_leaves_no_cookie(visitor, django_assert_num_queries, path, statements, language):
    with django_assert_num_queries(statements):
        answer = visitor.get(here(path, language))
    assert answer.status_code == 200
    assert not answer.cookies


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ONE_TAP)
def test_every_page_is_one_tap_from_the_first_one(visitor, path, language):
    home = visitor.get(here("/", language)).content.decode()
    assert f'href="{here(path, language)}"' in home


@pytest.mark.parametrize("path", [path for path in COSTS if "?" not in path])
def test_a_page_is_only_read(visitor, path):
    assert visitor.post(path).status_code == 405


def test_every_number_that_is_in_use_can_be_tapped(visitor):
    page = visitor.get("/helplines/").content.decode()
    for line in Helpline.objects.advertised():
        assert f'href="{line.link}"' in page
        assert line.spaced in page


@pytest.mark.parametrize("path", ["/", "/services/", "/helplines/", "/whatsapp/", "/offline/", "/services/fir/"])
def test_a_number_that_is_no_longer_used_is_nowhere(visitor, path):
    page = words(visitor.get(path))
    assert not re.search(r"\b(8787|1915)\b", page)


def test_a_helpline_says_from_which_year_it_is_known(visitor):
    page = words(visitor.get("/helplines/"))
    assert "As of 2022" in page
    assert "The sources are undated" in page


EMPTY_FACTS = re.compile(r"[Hh]ours not known|not known here|a guess|اوقات معلوم نہیں|یہاں معلوم نہیں|None")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    ["/helplines/", "/services/overseas/", "/services/centres/", "/services/documents/", "/services/driving-licence/",
     "/offices/lahore/"],
)  # fmt: skip
def test_a_fact_that_is_not_known_is_left_out(visitor, path, language):
    """C16: pages said “Hours not known” and “not known here” card after card."""
    Helpline.objects.filter(number="+9242111672672").update(hours_en="", hours_ur="")
    make_centre(hours_en="", hours_ur="")
    Service.objects.filter(code="learner_permit").update(time_en="", time_ur="", time_roman="", time_certainty="")
    shown = visitor.get(here(path, language))
    assert EMPTY_FACTS.findall(words(shown)) == []
    assert "<p></p>" not in shown.content.decode()
    assert "<dd></dd>" not in shown.content.decode()


def test_pages_with_hours_say_once_what_it_means_if_there_are_none(visitor):
    make_centre(hours_en="", hours_ur="")
    for path in ("/helplines/", "/services/centres/"):
        assert words(visitor.get(path)).count("If no hours are shown, we do not know them.") == 1


def make_centre(**columns) -> Centre:
    """Return a Khidmat Markaz of Lahore."""
    district = Office.objects.get(code="lahore")
    names = {"name_en": "Gulberg Khidmat Markaz", "name_ur": "خدمت مرکز گلبرگ"}
    known = {"certainty": "likely", "as_of": 2026, "source": "test"}
    return Centre.objects.create(code="gulberg_markaz", district=district, **names, **known, **columns)


def test_a_service_says_what_is_needed_and_what_nobody_knows(visitor):
    page = words(visitor.get("/services/documents/"))
    for service in Service.objects.exclude(kind="whatsapp_menu"):
        assert service.name in page
        assert all(item in page for item in service.documents)
    assert "Rs 500 (September 2023)" in page
    assert "If something is not listed here, we do not know it. Ask before you go or pay" in page
    assert "We do not have this information" not in page
    assert "unconfirmed" in page


def test_an_urdu_page_says_it_in_urdu(visitor):
    page = words(visitor.get("/ur/services/documents/"))
    assert "اصل شناختی کارڈ یا بی فارم، اور نقل" in page
    assert "Original CNIC" not in page
    assert "پولیس ایمرجنسی" in words(visitor.get("/ur/helplines/"))


def test_the_services_from_abroad_of_which_the_same_is_known_say_it_once(visitor):
    page = words(visitor.get("/services/documents/"))
    assert page.count("Photograph on a white or blue background") == 1


def test_the_licence_page_says_what_is_known_and_what_is_not(visitor):
    page = words(visitor.get("/services/driving-licence/"))
    assert "42 days" in page
    assert "Medical certificate if you are over 50" in page
    assert "It varies: ask before you pay" in page
    assert "If something is not listed here, we do not know it. Ask before you go or pay" in page


def test_the_licence_page_stands_without_its_rows(visitor):
    Service.objects.all().delete()
    assert visitor.get("/services/driving-licence/").status_code == 200


def test_a_refused_fir_has_its_ways(visitor):
    page = words(visitor.get("/services/fir/"))
    for way in ("Section 154", "Section 22-A(6)", "SDPO", "1787", "FIR not registered", "not legal advice"):
        assert way in page


def test_social_media_without_a_known_address_say_so_and_lead_nowhere(visitor):
    answer = visitor.get("/services/social-media/")
    assert words(answer).count("We do not have the address.") == 4
    assert 'rel="external' not in answer.content.decode()
    assert "Never trust an account that asks you for money" in words(answer)


def test_an_address_that_an_administrator_fills_in_is_a_link(visitor):
    Link.objects.filter(code="facebook").update(url="https://www.facebook.com/example")
    page = visitor.get("/services/social-media/").content.decode()
    assert 'href="https://www.facebook.com/example" rel="external noopener noreferrer"' in page


def test_the_polices_own_site_is_linked_and_the_citizen_portals_is_said_to_be_unknown(visitor):
    assert 'href="https://punjabpolice.gov.pk"' in visitor.get("/services/websites/").content.decode()
    page = words(visitor.get("/services/citizen-portal/"))
    assert "We do not have the address." in page
    assert "no E-tag here" in page


def test_from_abroad_one_reads_of_time_embassies_and_a_number_that_works_there(visitor):
    answer = visitor.get("/services/overseas/")
    for said in ("five hours ahead of UTC", "Photograph on a white or blue background", "+92 42 111 672 672"):
        assert said in words(answer)
    assert 'href="tel:+9242111672672"' in answer.content.decode()
    assert "پاکستان کے مطابق ہیں" in words(visitor.get("/ur/services/overseas/"))


def test_the_services_of_a_khidmat_markaz_lead_to_what_they_need(visitor):
    answer = visitor.get("/services/centres/")
    assert "We do not know yet where the centres are." in words(answer)
    assert answer.content.decode().count('href="/services/documents/#') == 14


def test_the_privacy_notice_names_the_cookies_and_promises_no_deletion_that_nobody_does(visitor):
    page = words(visitor.get("/privacy/"))
    assert "No deletion rule is set yet:" in page
    assert "There are no others." in page


def test_the_accessibility_statement_says_what_was_not_tested(visitor):
    page = words(visitor.get("/accessibility/"))
    assert "What we did not test" in page
    assert "screen readers" in page


def test_the_privacy_notice_promises_no_firewall_that_does_not_stand(visitor):
    page = words(visitor.get("/privacy/"))
    assert "If you give only a name, that officer is kept out once the complaint cell has recorded the name." in page
    assert "with a reason that is written down" not in page
