"""An e-mail without a thread: one answer with a link, and no complaint before a person has answered the questions."""

import re
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client

from complaints.models import Complaint, Draft, Evidence
from mail_intake.models import IncomingMail
from mail_intake.services import mail_storage
from tests.citizen.conftest import MISTAKES, Visitor
from tests.citizen.filing.sentences import ARABIC, EMOJI, PASHTO
from tests.evidence import samples
from tests.mail_intake.conftest import text_of
from tests.mail_intake.letters import AYESHA, INTAKE, TEXT, forwarded, letter
from tests.world import clock

pytestmark = pytest.mark.django_db
LINK = re.compile(r"https://portal\.example(/(?:ur/)?m/[\w:-]+/)")


def link_in(received) -> str:
    return LINK.search(text_of(received))[1]


def opens(link: str, at="09:10", *, visitor=None):
    """Press the button of the link, in a browser of its own."""
    return (visitor or Visitor()).posts(link, at)


def registers(visitor: Visitor, draft: str, at="09:20", **changed) -> Complaint:
    """Answer the questions of a draft that began as an e-mail."""
    visitor.posts(f"{draft}kind/", at, category="property_crime")
    visitor.posts(f"{draft}where/", at, district="lahore")
    visitor.posts(f"{draft}whom/", at, keep_from="no")
    answers = {"reach": "email", "email": AYESHA, "language": "en", "checked": "1"} | changed
    response = visitor.posts(f"{draft}reach/", at, **answers)
    assert response.status_code == 302, response.content.decode()[:3000]
    return Complaint.objects.unscoped("test").select_related("complainant").get()


def draft_path(response) -> str:
    return urlsplit(response.url).path.rsplit("/", 2)[0] + "/"


def test_ayesha_s_mail_is_answered_with_one_link_and_registers_nothing(portal):
    portal.takes(letter())
    [answer] = portal.sent()
    assert answer["To"] == AYESHA
    assert answer["Auto-Submitted"] == "auto-replied"
    assert link_in(answer)
    assert "You can reply to this e-mail to add something." in text_of(answer)
    assert "Nothing is registered yet" in text_of(answer)
    assert Complaint.objects.unscoped("test").count() == 0
    assert Draft.objects.count() == 0


def test_the_answer_gives_nothing_away(portal):
    portal.takes(letter("My husband beats me. The SHO refused the FIR.", subject="Complaint against SHO"))
    [answer] = portal.sent()
    whole = f"{answer['From']} {answer['Subject']} " + "".join(
        part.get_payload(decode=True).decode() for part in answer.get_payload()
    )
    for word in ("husband", "SHO", "FIR", "police", "Police", "omplaint", "Ayesha"):
        assert word not in whole


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("میری دکان میں چوری ہوئی ہے۔", "/ur/m/"),
        ("Meri dukan mein chori hui hai aur thana FIR nahi kar raha", "/ur/m/"),
        ("My shop was robbed.", "/m/"),
    ],
)
def test_the_answer_has_the_language_of_the_mail(portal, text, said):
    portal.takes(letter(text, subject=""))
    [answer] = portal.sent()
    assert link_in(answer).startswith(said)


def test_looking_at_the_link_uses_nothing_up(portal):
    portal.takes(letter())
    link = link_in(portal.sent()[0])
    for _ in range(2):
        page = Visitor().get(link, "09:05")
        assert page.status_code == 200
        assert TEXT not in page.content.decode()
    assert Draft.objects.count() == 0
    assert opens(link).status_code == 302


def test_the_link_makes_a_draft_with_text_and_files_and_works_once(portal):
    portal.takes(letter(files=[("shop.jpg", samples.photo())]))
    link = link_in(portal.sent()[0])
    visitor = Visitor()
    response = opens(link, visitor=visitor)
    draft = Draft.objects.get()
    assert draft.answers["text"] == f"Theft\n\n{TEXT}"
    assert [(row.name, row.state) for row in draft.evidence.all()] == [("shop.jpg", "checking")]
    assert draft_path(response)
    assert opens(link, "09:11").status_code == 404  # another browser
    assert opens(link, "09:11", visitor=visitor).status_code == 302  # pressed twice in the same one
    assert Evidence.objects.count() == 1


def test_the_draft_opens_in_no_other_browser(portal):
    portal.takes(letter())
    path = draft_path(opens(link_in(portal.sent()[0])))
    assert Visitor().get(f"{path}what/", "09:12").status_code == 410


def test_the_address_counts_as_proved_when_the_complaint_is_filed_with_it(portal):
    portal.takes(letter())
    visitor = Visitor()
    complaint = registers(visitor, draft_path(opens(link_in(portal.sent()[0]), visitor=visitor)))
    person = complaint.complainant
    assert (person.email, person.email_verified_at, person.email_is_of_filing) == (AYESHA, clock("09:20"), True)
    assert IncomingMail.objects.get().complaint_id == complaint.pk


def test_another_address_in_the_form_is_not_proved(portal):
    portal.takes(letter())
    visitor = Visitor()
    path = draft_path(opens(link_in(portal.sent()[0]), visitor=visitor))
    assert registers(visitor, path, email="other@example.org").complainant.email_verified_at is None


def test_the_questions_offer_the_address_and_every_answer_can_be_changed(portal):
    portal.takes(letter())
    visitor = Visitor()
    path = draft_path(opens(link_in(portal.sent()[0]), visitor=visitor))
    visitor.posts(f"{path}kind/", "09:12", category="property_crime")
    visitor.posts(f"{path}where/", "09:12", district="lahore")
    visitor.posts(f"{path}whom/", "09:12", keep_from="no")
    assert AYESHA in visitor.get(f"{path}reach/", "09:13").content.decode()
    check = visitor.posts(f"{path}reach/", "09:14", reach="email", email=AYESHA, language="en").content.decode()
    assert AYESHA in check
    assert "They took two phones." in check


def test_a_link_works_for_seven_days(portal):
    portal.takes(letter())
    link = link_in(portal.sent()[0])
    assert Visitor().get(link, "+6d 09:00").status_code == 200
    assert Visitor().get(link, "+7d 09:00").status_code == 404
    assert opens(link, "+7d 09:00").status_code == 404


def test_a_made_up_link_opens_nothing(portal):
    [mail] = portal.takes(letter())
    with time_machine.travel(clock("09:10"), tick=False):
        assert Client().get(f"/m/{mail.draft_id.hex}:{'A' * 43}/").status_code == 404


def test_a_second_mail_before_the_link_is_opened_joins_the_first(portal):
    portal.takes(letter())
    [answer] = portal.sent()
    portal.takes(
        letter("They also took the till.\n\nOn Mon, 23 Nov 2026, Portal wrote:\n> A message", to=answer["Reply-To"])
    )
    assert portal.sent() == []
    opens(link_in(answer))
    assert Draft.objects.get().answers["text"] == f"Theft\n\n{TEXT}\n\nThey also took the till."


def test_files_that_are_never_taken_are_named(portal):
    inner = letter("You will regret it.", sender="him@example.net")
    portal.takes(forwarded(inner), letter(sender="b@example.org", files=[("winmail.dat", b"\x78\x9f\x3e\x22" * 30)]))
    pages = []
    for answer in portal.sent():
        visitor = Visitor()
        response = opens(link_in(answer), visitor=visitor)
        pages.append(visitor.get(urlsplit(response.url).path, "09:11").content.decode())
    assert "threat.eml" in pages[0]
    assert "winmail.dat" in pages[1]
    assert Evidence.objects.count() == 0


def test_a_photo_that_is_a_program_is_refused_as_an_upload_is(portal):
    portal.takes(letter(files=[("shop.jpg", b"MZ\x90\x00" + b"\x00" * 400)]))
    visitor = Visitor()
    response = opens(link_in(portal.sent()[0]), visitor=visitor)
    assert "shop.jpg" in visitor.get(urlsplit(response.url).path, "09:11").content.decode()
    assert Evidence.objects.count() == 0


def test_a_page_without_text_becomes_text(portal):
    html = "<style>p{}</style><p>My <b>shop</b> was robbed.</p><ul><li>two phones</li></ul><script>x()</script>"
    portal.takes(letter("", html=html, subject=""))
    opens(link_in(portal.sent()[0]))
    assert Draft.objects.get().answers["text"] == "My shop was robbed.\n\n- two phones"


def test_a_mail_of_nothing_but_a_photo_keeps_it_and_the_form_asks_for_a_sentence(portal):
    portal.takes(letter(" ", subject="", files=[("application.jpg", samples.photo())]))
    visitor = Visitor()
    path = draft_path(opens(link_in(portal.sent()[0]), visitor=visitor))
    assert [row.name for row in Draft.objects.get().evidence.all()] == ["application.jpg"]
    page = visitor.posts(f"{path}what/", "09:12", text="").content.decode()
    assert "application.jpg" in page
    assert [said.strip() for _, said in MISTAKES.findall(page)] == [
        "آپ کی فائل محفوظ ہے۔ اب ایک جملہ لکھیں کہ کیا ہوا، یا وائس نوٹ ریکارڈ کریں۔"
    ]


@pytest.mark.parametrize("text", [PASHTO, ARABIC, EMOJI])
def test_a_mail_in_another_language_or_of_emoji_is_kept_as_it_was_written(portal, text):
    portal.takes(letter(text, subject=""))
    opens(link_in(portal.sent()[0]))
    assert Draft.objects.get().answers["text"] == text


def test_a_long_mail_fills_the_form_and_says_that_it_was_cut(portal):
    portal.takes(letter("They came again. " * 1_500))
    visitor = Visitor()
    response = opens(link_in(portal.sent()[0]), visitor=visitor)
    assert (
        "only its first 10000 characters" in visitor.get(urlsplit(response.url).path, "09:11").content.decode().lower()
    )
    assert len(Draft.objects.get().answers["text"]) <= 10_000


def test_a_mail_that_is_too_large_is_answered_without_a_link(portal):
    mail_storage.store_mail(letter(""), at=clock("09:00"), is_too_large=True)
    portal.works("09:00")
    [answer] = portal.sent()
    assert "too large" in text_of(answer)
    assert not LINK.search(text_of(answer))


def test_the_receipt_and_later_messages_take_replies(portal):
    portal.takes(letter())
    visitor = Visitor()
    registers(visitor, draft_path(opens(link_in(portal.sent()[0]), visitor=visitor)))
    portal.works("09:21")
    [receipt] = portal.sent()
    assert re.fullmatch(rf"{INTAKE.split('@')[0]}\+c\d+\.[a-z2-7]{{16}}@portal\.example", receipt["Reply-To"])
    assert "You can reply to this e-mail" in text_of(receipt)
