"""The page about WhatsApp: the portal's own number as link and QR code, and the police's number."""

from runpy import run_path
from types import ModuleType

import pytest

from config import urls
from information import checks
from information.public.whatsapp_page import qr_code_svg
from tests.information.conftest import words

OURS = "+92 300 1234567"
LINK = "https://wa.me/923001234567?text=Salam"


def test_without_a_number_it_says_that_nothing_is_connected(visitor, settings):
    settings.WHATSAPP_NUMBER = ""
    answer = visitor.get("/whatsapp/")
    assert "WhatsApp is not connected" in words(answer)
    assert "wa.me" not in answer.content.decode()


def test_the_portals_number_is_a_link_and_a_code(visitor, settings):
    settings.WHATSAPP_NUMBER = OURS
    answer = visitor.get("/whatsapp/")
    page = answer.content.decode()
    assert f'href="{LINK}"' in page
    assert qr_code_svg(LINK) in page
    assert "+92 300 1234567" in words(answer)
    assert "WhatsApp is not connected" not in words(answer)


def test_the_code_is_a_drawing_that_the_policy_lets_through():
    drawn = qr_code_svg(LINK)
    assert drawn.startswith("<svg")
    assert "style=" not in drawn
    assert "<script" not in drawn
    assert qr_code_svg(LINK) != qr_code_svg(LINK + "x")


def test_the_polices_own_number_is_said_to_be_theirs(visitor):
    page = words(visitor.get("/whatsapp/"))
    assert "0331 7871787 is Punjab Police's own WhatsApp number" in page
    assert "It is not this portal's" in page
    assert "tel:+923317871787" not in page


def test_fifteen_services_were_announced_and_those_that_have_a_page_lead_there(visitor):
    answer = visitor.get("/whatsapp/")
    assert len(answer.context["menu"]) == 15
    assert words(answer).count("unconfirmed") == 1
    assert '<a href="/offices/">Police Offices</a>' in answer.content.decode()
    assert '<a href="/complain/?group=harassment">Gender Harassment Report</a>' in answer.content.decode()


def test_the_page_of_each_service_opens(visitor):
    for _, page in visitor.get("/whatsapp/").context["menu"]:
        assert not page or visitor.get(page).status_code == 200, page


@pytest.mark.parametrize(("number", "problems"), [("", 0), (OURS, 0), ("1787", 1), ("ring us", 1)])
def test_a_number_that_opens_no_chat_stops_the_start_with_one_line(settings, number, problems):
    settings.WHATSAPP_NUMBER = number
    assert len(checks.check_whatsapp_number()) == problems


def test_in_the_demo_it_leads_to_the_demos_own_phone(visitor, settings):
    settings.WHATSAPP_NUMBER, settings.DEMO = "", True
    settings.ROOT_URLCONF = made = ModuleType("config.urls in DEMO")
    made.urlpatterns = run_path(urls.__file__)["urlpatterns"]
    answer = visitor.get("/whatsapp/")
    assert 'href="/demo/phone/"' in answer.content.decode()
    assert "WhatsApp is not connected" not in words(answer)
