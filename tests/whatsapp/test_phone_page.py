"""The demo's phone is like a telephone: files, ticks, "typing …", lists, links, several phones side by side."""

import threading
from runpy import run_path
from types import ModuleType

import pytest
from django.conf import settings as portal_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from config import urls
from tests.evidence import samples
from whatsapp.standin.meta_simulator import MetaSimulator
from whatsapp.standin.phone_bubbles import make_bubble

AYESHA, BASHIR = "923001112233", "923214445566"
PAGE = f"/demo/phone/{AYESHA}/"
SCREEN = f"{PAGE}screen/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings, simulator):
    """The portal's addresses in DEMO, and a simulator that accepts every delivery as the portal would."""
    settings.DEMO = True
    made = ModuleType("config.urls in DEMO")
    made.urlpatterns = run_path(urls.__file__)["urlpatterns"]
    settings.ROOT_URLCONF = made
    simulator.delivered = []
    simulator.deliver = lambda value: simulator.delivered.append(value) or 200
    return simulator


def says(simulator: MetaSimulator, part: dict, number: str = AYESHA) -> str:
    """Let the portal send a message to a phone. Return its id."""
    status, answer = simulator.accept({"messaging_product": "whatsapp", "to": f"+{number}", **part})
    assert status == 200, answer
    return answer["messages"][0]["id"]


def text(words: str) -> dict:
    return {"type": "text", "text": {"body": words}}


def interactive(kind: str, action: dict, words: str = "Choose:") -> dict:
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": words}, "action": action}}


def screen(client: Client, page: str = SCREEN) -> str:
    return client.get(page).content.decode()


def test_a_typed_message_has_ticks_that_follow_the_portal(client, demo):
    client.post(PAGE, {"text": "Salam"})
    assert "ticks-delivered" in screen(client)
    id = demo.chats[AYESHA][0]["id"]
    demo.accept({"messaging_product": "whatsapp", "status": "read", "message_id": id})
    assert "ticks-read" in screen(client)


def test_a_delivery_that_the_portal_did_not_take_has_one_tick(client, demo):
    demo.deliver = lambda value: 503
    client.post(PAGE, {"text": "Salam"})
    assert "ticks-sent" in screen(client)


def test_typing_is_shown_until_the_answer_comes(client, demo):
    client.post(PAGE, {"text": "Salam"})
    id = demo.chats[AYESHA][0]["id"]
    mark = {"status": "read", "message_id": id, "typing_indicator": {"type": "text"}}
    demo.accept({"messaging_product": "whatsapp", **mark})
    assert "typing-dots" in screen(client)
    says(demo, text("Welcome."))
    assert "typing-dots" not in screen(client)


@pytest.mark.slow
def test_the_portal_hears_what_became_of_its_message(client, demo):
    demo.report_statuses()
    id = says(demo, text("Welcome."))
    wait_until(lambda: statuses(demo, id) == ["sent", "delivered"])
    screen(client)
    wait_until(lambda: statuses(demo, id) == ["sent", "delivered", "read"])


def statuses(simulator: MetaSimulator, id: str) -> list[str]:
    return [one["status"] for value in simulator.delivered for one in value.get("statuses", ()) if one["id"] == id]


def wait_until(happens) -> None:
    for _ in range(300):
        if happens():
            return
        threading.Event().wait(0.05)
    raise AssertionError("it never happened")


def test_pictures_voice_notes_and_documents_are_shown_and_sent_by_the_page(client, demo):
    files = {"image/jpeg": (samples.photo(), "<img"), "audio/ogg": (b"OggS", "<audio")}
    files |= {"application/pdf": (b"%PDF-1", "F.pdf")}
    for media_type, (content, element) in files.items():
        demo_file = demo_upload("F.pdf" if "pdf" in media_type else "f", content, media_type)
        client.post(PAGE, {"file": demo_file, "text": "My shop"})
        assert element in screen(client)
        media = demo.chats[AYESHA][-1]["message"]
        answer = client.get(f"{PAGE}file/{media[media['type']]['id']}/")
        assert (answer.content, answer.headers["Content-Type"]) == (content, media_type)
    assert screen(client).count("My shop") == 3


def demo_upload(name: str, content: bytes, media_type: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, media_type)


def test_a_file_of_another_kind_is_never_opened_in_the_page(client, demo):
    client.post(PAGE, {"file": demo_upload("x.html", b"<script>alert(1)</script>", "text/html")})
    media = demo.chats[AYESHA][-1]["message"]["document"]["id"]
    answer = client.get(f"{PAGE}file/{media}/")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment"
    assert client.get(f"{PAGE}file/none/").status_code == 404


def test_several_files_a_place_and_words_all_go(client, demo):
    photo = samples.photo()
    client.post(PAGE, {"file": [demo_upload("a.jpg", photo, "image/jpeg"), demo_upload("b.jpg", photo, "image/jpeg")]})
    client.post(PAGE, {"text": "Here it was.", "place": ["31.5, 74.3", ""]})
    assert [one["message"]["type"] for one in demo.chats[AYESHA]] == ["image", "image", "location", "text"]


def test_a_list_opens_from_its_button_and_a_row_is_one_tap(client, demo):
    rows = [{"id": "menu=1", "title": "Crime", "description": "Report a crime"}, {"id": "menu=2", "title": "Police"}]
    id = says(demo, interactive("list", {"button": "Services", "sections": [{"title": "S", "rows": rows}]}))
    shown = screen(client)
    assert "<details" in shown
    assert "Report a crime" in shown
    client.post(PAGE, {"tap": f"{id}|menu=2"})
    assert demo.chats[AYESHA][-1]["message"]["interactive"]["list_reply"]["title"] == "Police"


def test_buttons_links_and_locations_have_their_own_buttons(client, demo):
    says(demo, interactive("button", {"buttons": [{"type": "reply", "reply": {"id": "a=yes", "title": "Yes"}}]}))
    says(demo, interactive("location_request_message", {"name": "send_location"}))
    link = {"display_text": "Open my complaint", "url": "https://portal.example/c/1/"}
    entry = {"id": "x", "by": "portal", "at": 0.0, "message": interactive("cta_url", {"parameters": link})}
    demo.chats[AYESHA].append(entry)
    shown = screen(client)
    assert ">Yes</button>" in shown
    assert "Mall Road, Lahore" in shown
    assert 'href="https://portal.example/c/1/"' in shown
    assert make_bubble(entry).link_title == "Open my complaint"


def test_phones_side_by_side_have_their_own_chats(client, demo):
    says(demo, text("For Ayesha alone"))
    says(demo, text("For Bashir alone"), BASHIR)
    both = client.get(f"{PAGE}?with={BASHIR}").content.decode()
    assert both.count("data-phone") == 2
    assert "For Ayesha alone" in both
    assert "For Bashir alone" in both
    assert "For Bashir alone" not in screen(client)


def test_another_number_opens_beside_and_a_wrong_one_is_explained(client):
    answer = client.get("/demo/phone/", {"number": "+92 301 7654321", "with": AYESHA})
    assert answer.headers["Location"] == f"/demo/phone/923017654321/?with={AYESHA}"
    assert client.get("/demo/phone/", {"number": "۰۳۰۱ ۷۶۵۴۳۲۱"}).headers["Location"] == "/demo/phone/923017654321/"
    assert client.get(PAGE, {"with": "۹۲۳۰۱۷۶۵۴۳۲۱"}).status_code == 200
    assert client.get("/demo/phone/", {"number": "0301 7654321"}).headers["Location"] == "/demo/phone/923017654321/"
    assert "8 to 15 digits" in client.get("/demo/phone/", {"number": "abc"}, follow=True).content.decode()


def test_nothing_is_sent_again_while_the_screen_stays_the_same(client, demo):
    says(demo, text("Welcome."))
    version = screen(client).partition('data-version="')[2].partition('"')[0]
    assert client.get(SCREEN, {"version": version}).status_code == 204
    says(demo, text("More."))
    assert client.get(SCREEN, {"version": version}).status_code == 200


def test_a_message_sent_by_the_script_returns_the_chat_alone(client):
    answer = client.post(PAGE, {"text": "Salam"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert client.post(PAGE, {"text": "Salam"}).status_code == 302


@pytest.mark.slow
def test_without_a_simulator_the_page_says_so_and_goes_on_asking(client, settings):
    settings.WHATSAPP_GRAPH_URL = "http://127.0.0.1:9"
    shown = client.get(PAGE).content.decode()
    assert "not running yet" in shown
    assert "every 1s" in shown
    assert client.post(PAGE, {"text": "Salam"}, headers={"HX-Request": "true"}).status_code == 503
    assert "not running" in client.post(PAGE, {"text": "Salam"}, follow=True).content.decode()


@pytest.mark.parametrize("page", ["/demo/", "/whatsapp/", "/ur/whatsapp/"])
def test_the_phone_is_reachable_from_the_demo_and_from_the_page_on_whatsapp(client, page):
    assert portal_settings.DEMO
    root = "/ur" if page.startswith("/ur") else ""
    assert f'href="{root}/demo/phone/"' in client.get(page).content.decode()
