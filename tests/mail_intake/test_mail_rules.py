"""The rules of incoming e-mail, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail_intake.rules.automatic_mail import failed_authentication, returned_message_id
from mail_intake.rules.html_text import text_of_html
from mail_intake.rules.mail_language import language_of_text
from mail_intake.rules.mail_parsing import parse_mail, read_message
from mail_intake.rules.mailbox_url import parse_mailbox_url
from mail_intake.rules.quoted_history import cut_quoted_history
from mail_intake.setting_checks import check_mail_intake
from notifications import message_ids, reply_addresses
from tests.mail_intake.letters import AYESHA, TEXT, forwarded, letter, report_of

REPLY = "They came back.\nI have a photo."
GMAIL = "On Mon, 23 Nov 2026 at 09:12, Portal <complaints@portal.example> wrote:"
OUTLOOK = "From: Portal\nSent: Monday, 23 November 2026 09:12\nTo: Ayesha\nSubject: Your complaint\n\nIt moved."


@pytest.mark.parametrize(
    "history",
    [
        "",
        f"{GMAIL}\n> It moved.\n> More.",
        "On Mon, 23 Nov 2026 at 09:12, Portal <\ncomplaints@portal.example>\nwrote:\n\n> It moved.",
        f"{GMAIL}\n\nIt moved.\nMore.",
        "پیر، 23 نومبر 2026 کو Portal <complaints@portal.example> نے لکھا:\n> شکایت",
        f"-----Original Message-----\n{OUTLOOK}",
        f"________________________________\n{OUTLOOK}",
        OUTLOOK,
        "> It moved.\n> More.",
    ],
)
def test_the_history_below_a_reply_is_cut(history):
    assert cut_quoted_history(f"{REPLY}\n\n{history}") == REPLY


def test_an_answer_below_or_between_the_quotation_stays():
    assert cut_quoted_history(f"{GMAIL}\n> Which number?\nLEA 1234\n> Which colour?\nWhite") == "LEA 1234\nWhite"


@pytest.mark.parametrize(
    "text",
    [
        "He wrote:\nI will kill you",
        "From: the shop to the road is 5 km.\nThey fled there.",
        "I wrote to the SHO on 3 May.",
        "Date: yesterday\nThey took two phones.",
    ],
)
def test_a_person_s_own_words_are_never_cut(text):
    assert cut_quoted_history(text) == text


def test_a_reply_of_nothing_but_a_quotation_is_kept_whole():
    assert cut_quoted_history("> It moved.") == "> It moved."


@given(st.text(alphabet="ab >:\nOnwrote@2026", max_size=200))
def test_cutting_a_text_with_words_never_leaves_nothing(text):
    assert bool(cut_quoted_history(text)) is bool(text.strip())


@given(st.binary(max_size=400))
def test_whatever_arrives_can_be_parsed(raw):
    parse_mail(raw)
    parse_mail(b"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + raw)


def test_a_message_within_a_message_is_named_and_not_opened():
    parsed = parse_mail(forwarded(letter()))
    assert [(file.name, file.content) for file in parsed.files] == [("threat.eml", None)]
    assert TEXT not in parsed.text


def test_the_plain_text_is_taken_and_the_page_beside_it_left():
    assert parse_mail(letter("Plain.", html="<p>Page.</p>")).text == "Plain."


def test_a_page_keeps_its_lines_and_loses_its_code():
    html = "<head><title>T</title></head><h1>My&nbsp;shop</h1>was <i>robbed</i><br>twice<script>alert(1)</script>"
    assert text_of_html(html) == "My shop\n\nwas robbed\ntwice"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("میری دکان میں چوری ہوئی", "ur"),
        ("SHO ne rishwat mangi hai", "ur"),
        ("Mujhe thana wale tang kar rahe hain", "ur"),
        ("The main gate was broken and they took my phone.", "en"),
        ("My brother has occupied my land", "en"),
        ("", "ur"),
        ("0300 1234567", "ur"),
    ],
)
def test_the_language_of_an_answer(text, language):
    assert language_of_text(text) == language


@pytest.mark.parametrize(
    ("results", "failed"),
    [
        ("mx.example; dmarc=fail (p=none) header.from=example.org", True),
        ("mx.example; spf=pass; dkim=pass; dmarc=pass", False),
        ("mx.example; spf=fail smtp.mailfrom=example.org", True),
        ("mx.example; spf=fail; dkim=pass header.d=example.org", False),
        ("mx.example 1; dmarc=fail", True),
        ("mx.other; dmarc=fail", False),
        ("mx.example; none", False),
        ("", False),
    ],
)
def test_only_our_own_server_s_verdict_counts(results, failed):
    message = read_message(letter(Authentication_Results=results) if results else letter())
    assert failed_authentication(message, "mx.example") is failed
    assert not failed_authentication(message, "")


def test_the_topmost_verdict_counts():
    raw = b"Authentication-Results: mx.example; dmarc=pass\r\nAuthentication-Results: mx.example; dmarc=fail\r\n\r\n"
    assert not failed_authentication(read_message(raw), "mx.example")


def test_a_report_names_what_came_back():
    report = read_message(report_of("<outbox-7.abc@portal.example>"))
    assert returned_message_id(report) == ("<outbox-7.abc@portal.example>", "5.1.1")
    assert returned_message_id(read_message(letter("Undelivered <outbox-7.abc@portal.example>"))) == ("", "")


def test_an_address_for_replies_belongs_to_one_person_and_one_address(settings):
    settings.MAIL_INTAKE_ADDRESS = "Complaints@Portal.example"
    address = reply_addresses.make_reply_address("complainant:12", "Ayesha@example.org")
    token = reply_addresses.parse_reply_address(address.upper())  # some servers change the case
    assert token.recipient == "complainant:12"
    assert token.is_valid_for(AYESHA)
    assert not token.is_valid_for("b@example.org")
    assert reply_addresses.parse_reply_address("complaints@portal.example") is None
    assert reply_addresses.parse_reply_address(address.replace("Portal", "other")) is None
    assert reply_addresses.is_own_address(address)
    assert not reply_addresses.is_own_address("complaints2@portal.example")


def test_tokens_and_ids_survive_a_change_of_the_index_key(settings):
    settings.MAIL_INTAKE_ADDRESS = "complaints@portal.example"
    address = reply_addresses.make_reply_address("complainant:12", AYESHA)
    message_id = message_ids.make_message_id(7)
    settings.INDEX_KEYS_BEFORE, settings.INDEX_KEY = [settings.INDEX_KEY], "a new key"
    assert reply_addresses.parse_reply_address(address).is_valid_for(AYESHA)
    assert message_ids.parse_message_id(message_id) == 7
    settings.INDEX_KEYS_BEFORE = []
    assert not reply_addresses.parse_reply_address(address).is_valid_for(AYESHA)


def test_the_url_of_a_mailbox():
    mailbox = parse_mailbox_url("imap+ssl://c%40x.org:p%2Fw@mail.example.org/Complaints")
    assert (mailbox.host, mailbox.port, mailbox.user, mailbox.password) == ("mail.example.org", 993, "c@x.org", "p/w")
    assert (mailbox.folder, mailbox.security) == ("Complaints", "ssl")
    assert parse_mailbox_url("imap+tls://u:p@mail.example.org:1430").port == 1430
    assert "p/w" not in repr(mailbox)


@pytest.mark.parametrize(
    ("url", "address", "said"),
    [
        ("", "", []),
        ("imap+ssl://u:p@mail.example.org", "c@example.org", []),
        ("imap://u:p@127.0.0.1", "c@example.org", []),
        ("imap://u:p@mail.example.org", "c@example.org", ["is not encrypted"]),
        ("pop3://u:p@mail.example.org", "c@example.org", ["must begin with"]),
        ("imap+ssl://mail.example.org", "c@example.org", ["needs a user"]),
        ("imap+ssl://u:p@mail.example.org:port", "c@example.org", ["not a URL"]),
        ("imap+ssl://u:p@mail.example.org", "", ["MAIL_INTAKE_ADDRESS"]),
        ("", "c@example.org", ["must begin with"]),
    ],
)
def test_settings_that_cannot_work_stop_the_start(settings, url, address, said):
    settings.MAIL_INTAKE_URL, settings.MAIL_INTAKE_ADDRESS = url, address
    found = [error.msg for error in check_mail_intake()]
    assert len(found) == len(said)
    assert all(part in message for part, message in zip(said, found, strict=True))
