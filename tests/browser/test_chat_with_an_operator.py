"""A chat is handed to an operator and back: Sana on the demo's telephone, Nadia at the inbox, in two real browsers."""

import pytest
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.test_every_page import TOO_WIDE
from tests.browser.test_whole_chat import Telephone, portal
from tests.signing_in import sign_in
from tests.world import build
from whatsapp.models import Handover, HandoverLine
from whatsapp.services.inbox_hours_setting import set_inbox_hours

__all__ = ["portal"]
pytestmark = pytest.mark.slow

SANA = {"en": "447400123456", "ur": "447400123456"}
WORDS = {
    "en": {
        "language": "English", "waits": "An operator of the complaint cell", "take": "Take this chat",
        "here": "is here now", "send": "Send", "asks": "Which bank was it?", "answers": "The one at the corner.",
        "back": "End and hand back", "goes_on": "goes on where you were", "none": "Nobody is waiting",
        "taken": "Another operator has this chat", "too": "has this chat open too",
    },
    "ur": {
        "language": "اردو", "waits": "آپریٹر یہیں آپ کو جواب دے گا", "take": "یہ چیٹ لیں", "here": "اب یہاں موجود ہے",
        "send": "بھیجیں", "asks": "کون سا بینک تھا؟", "answers": "کونے والا۔", "back": "ختم کر کے واپس کریں",
        "goes_on": "وہیں سے جاری ہے", "none": "کوئی انتظار میں نہیں", "taken": "کسی اور آپریٹر کے پاس ہے",
        "too": "کے پاس بھی کھلی ہے",
    },
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ur"])
def test_two_misunderstandings_an_operator_and_back(portal, new_page, language):
    world, words, root = build(), WORDS[language], "/ur" if language == "ur" else ""
    set_inbox_hours(["00:00-24:00"] * 7, None, by=world.imran.actor, at=now())
    small = {"viewport": {"width": 390, "height": 844}}
    sana = Telephone(new_page(language=language, **small), language)
    nadia = new_page(language=language, **(small if language == "ur" else {"viewport": {"width": 1280, "height": 900}}))
    session = sign_in(Client(), world.nadia.officer).cookies["sessionid"].value
    axe.into_each(nadia)
    nadia.context.add_cookies([{"name": "sessionid", "value": session, "url": portal.url}])
    nadia.goto(f"{root}/desk/inbox/")
    expect(nadia.locator("main")).to_contain_text(words["none"])

    # Sana is not understood twice; her chat appears in the open inbox by itself.
    sana.looks()
    for text in ("Salam", words["language"]):
        sana.writes(text)
    sana.writes("xyzzy plugh")
    sana.writes("xyzzy plugh")
    sana.reads(words["waits"])
    row = nadia.locator(".inbox-row")
    expect(row).to_have_count(1, timeout=30_000)
    row.get_by_role("link").click()
    expect(nadia.locator(".inbox-person").last).to_contain_text("xyzzy plugh")

    # Nadia takes the chat and asks; the answer appears while she is typing, and nothing that she types is lost.
    nadia.get_by_role("button", name=words["take"]).click()
    sana.reads(words["here"])
    nadia.locator("textarea").fill(words["asks"])
    nadia.get_by_role("button", name=words["send"], exact=True).click()
    sana.reads(words["asks"])
    nadia.locator("textarea").fill("A half")
    sana.page.locator(".phone-text").fill(words["answers"])
    sana.page.locator(".phone-text").press("Enter")
    expect(nadia.locator(".inbox-person").last).to_contain_text(words["answers"], timeout=30_000)
    expect(nadia.locator("textarea")).to_have_value("A half")
    assert axe.violations(nadia) == []
    assert nadia.evaluate(TOO_WIDE) <= 0

    # She hands the chat back, and the conversation goes on.
    nadia.get_by_role("button", name=words["back"]).click()
    sana.reads(words["goes_on"])
    assert Handover.objects.get().ended_why == "handed_back"
    kinds = list(HandoverLine.objects.order_by("pk").values_list("kind", flat=True))
    assert [kind for kind in kinds if kind != "read"] == [
        *("began", "person", "person", "taken", "operator", "person", "ended"),
    ]
