"""Attempts with write access to the database. Every attempt is undone afterwards (`run.attempted`)."""

import hashlib
import json
import re

from argon2 import PasswordHasher
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from complaints.models import Complaint
from tests.factories import PASSWORD as KNOWN
from tests.secret_words import set_words
from tests.signing_in import code_of
from tests.stolen.attacker import DATABASE_WRITE, Attacker, attempt, browser_with, opens_something
from tests.stolen.planted import OWN_ADDRESS, OWN_CHAT, REDIRECTED_CODE
from tests.stolen.victims import LETTERS, OWN_PHONE, OWN_WORD, texts_sent_to
from whatsapp.models import Chat
from whatsapp.services.effects.own_complaint_access import find_way_of_opening

COOKIE = "f" * 32
PASSWORD = "Chosen by a thief 1"
SEALED_COLUMNS = "name", "phone", "address"


@attempt(DATABASE_WRITE, "own session row with an officer's data")
def session_rows(attacker: Attacker):
    for (data,) in attacker.rows("SELECT session_data FROM django_session"):
        for key in (COOKIE, hashlib.sha256(COOKIE.encode()).hexdigest()[:40]):
            attacker.writes(
                "DELETE FROM django_session WHERE session_key = %(key)s",
                "INSERT INTO django_session VALUES (%(key)s, %(data)s, now() + interval '1 hour')",
                key=key, data=data,
            )  # fmt: skip
            yield from opens_something(browser_with(COOKIE), attacker.victims)


@attempt(DATABASE_WRITE, "own session's data replaced by an officer's")
def session_data_replaced(attacker: Attacker):
    browser = attacker.victims.own_browser
    rows = attacker.rows("SELECT session_key, session_data FROM django_session")
    for _, data in rows:
        attacker.writes("UPDATE django_session SET session_data = %(data)s", data=data)
        yield from opens_something(browser, attacker.victims)


@attempt(DATABASE_WRITE, "a victim's encrypted name, phone and address in the own row")
def copied_values(attacker: Attacker):
    own = attacker.victims.own.pk
    for victim in (attacker.victims.phoned.pk, attacker.victims.worded.pk):
        columns = ", ".join(f"{name} = victim.{name}" for name in SEALED_COLUMNS)
        attacker.writes(
            f"UPDATE complaints_complainant AS own SET {columns} FROM complaints_complainant AS victim "
            "WHERE own.id = %(own)s AND victim.id = %(victim)s",
            own=own, victim=victim,
        )  # fmt: skip
        yield from attacker.sees(attacker.victims.own_page + _shown_own_answers(attacker))


def _shown_own_answers(attacker: Attacker) -> str:
    """Return the pages on which the attacker's own contact details are shown and changed."""
    paths = f"/track/{attacker.victims.own.etag}/more/you/", f"/track/{attacker.victims.own.etag}/more/contact/"
    return "".join(attacker.victims.own_browser.get(path).content.decode() for path in paths)


@attempt(DATABASE_WRITE, "a victim's complainant under the own complaint")
def foreign_complainant(attacker: Attacker):
    own, victim = attacker.victims.own.pk, attacker.victims.phoned.pk
    attacker.writes(
        "ALTER TABLE complaints_complaint DROP CONSTRAINT IF EXISTS complaint_has_its_own_complainant",
        "SET CONSTRAINTS ALL DEFERRED",
        "UPDATE complaints_complaint SET complainant_id = 9 * 10^15 WHERE id = %(own)s",
        "UPDATE complaints_complaint SET complainant_id = %(own)s WHERE id = %(victim)s",
        "UPDATE complaints_complaint SET complainant_id = %(victim)s WHERE id = %(own)s",
        "UPDATE complaints_complainant SET phone_index = (SELECT phone_index FROM complaints_complainant "
        "WHERE id = %(own)s) WHERE id = %(victim)s",  # the attacker's own session ends when its phone number changes
        own=own, victim=victim,
    )  # fmt: skip
    yield from attacker.sees(attacker.victims.own_page + _shown_own_answers(attacker))


@attempt(DATABASE_WRITE, "an own Argon2 hash as a victim's secret word")
def own_hash(attacker: Attacker):
    complaint = attacker.victims.worded
    attacker.writes(
        "UPDATE complaints_complainant SET secret_hash = %(hash)s WHERE id = %(id)s",
        hash=PasswordHasher().hash(OWN_WORD), id=complaint.pk,
    )  # fmt: skip
    yield from _types_word(attacker)


@attempt(DATABASE_WRITE, "the own word's stored hash as a victim's")
def copied_hash(attacker: Attacker):
    set_words(attacker.victims.own.pk, secret_hash=OWN_WORD)
    attacker.writes(
        "UPDATE complaints_complainant AS victim SET secret_hash = own.secret_hash FROM complaints_complainant AS own "
        "WHERE victim.id = %(victim)s AND own.id = %(own)s",
        victim=attacker.victims.worded.pk, own=attacker.victims.own.pk,
    )  # fmt: skip
    yield from _types_word(attacker)


def _types_word(attacker: Attacker):
    browser = Client(raise_request_exception=False)
    browser.post(f"/track/{attacker.victims.worded.etag}/key/", {"key": OWN_WORD})
    yield from opens_something(browser, attacker.victims)


@attempt(DATABASE_WRITE, REDIRECTED_CODE)
def redirected_code(attacker: Attacker):
    victims = attacker.victims
    attacker.writes(
        "UPDATE complaints_complainant AS victim SET phone_index = own.phone_index FROM complaints_complainant AS own "
        "WHERE victim.id = %(victim)s AND own.id = %(own)s",
        victim=victims.phoned.pk, own=victims.own.pk,
    )  # fmt: skip
    browser = Client(raise_request_exception=False)
    browser.post(f"/track/{victims.phoned.etag}/code/ask/", {"reached_at": OWN_PHONE})
    attacker.writes(
        "UPDATE notifications_message SET recipient = 'complainant:' || %(own)s WHERE template = 'access_code'",
        own=victims.own.pk,
    )
    attacker.writes("UPDATE complaints_accesscode SET reached_index = (SELECT phone_index FROM complaints_complainant "
                    "WHERE id = %(own)s)", own=victims.own.pk)  # fmt: skip
    for text in texts_sent_to(OWN_PHONE):
        for code in re.findall(r"\b\d{6}\b", text):
            browser.post(f"/track/{victims.phoned.etag}/code/", {"code": code})
            yield from opens_something(browser, victims)


@attempt(DATABASE_WRITE, "the hash of an own code under a victim's complaint")
def copied_code(attacker: Attacker):
    victims = attacker.victims
    browser = Client(raise_request_exception=False)
    browser.post(f"/track/{victims.own.etag}/code/ask/", {"reached_at": OWN_PHONE})
    attacker.writes(
        "UPDATE complaints_accesscode SET complaint_id = %(victim)s WHERE complaint_id = %(own)s",
        victim=victims.phoned.pk, own=victims.own.pk,
    )  # fmt: skip
    for text in texts_sent_to(OWN_PHONE):
        for code in re.findall(r"\b\d{6}\b", text):
            browser.post(f"/track/{victims.phoned.etag}/code/", {"code": code})
    yield from opens_something(browser, victims)


@attempt(DATABASE_WRITE, "an own password hash, and the second factors deleted")
def own_password(attacker: Attacker):
    officer = attacker.victims.officer
    attacker.writes(
        "UPDATE accounts_officer SET password = %(hash)s WHERE id = %(id)s",
        "DELETE FROM mfa_authenticator WHERE user_id = %(id)s",
        hash=make_password(PASSWORD), id=officer.pk,
    )  # fmt: skip
    yield from _signs_in_and_sets_up_a_factor(officer.email)


@attempt(DATABASE_WRITE, OWN_ADDRESS)
def own_address(attacker: Attacker):
    officer = attacker.victims.officer
    attacker.writes(
        "UPDATE accounts_officer SET email = 'thief@example.org' WHERE id = %(id)s",
        "UPDATE account_emailaddress SET email = 'thief@example.org' WHERE user_id = %(id)s",
        "DELETE FROM mfa_authenticator WHERE user_id = %(id)s",
        "UPDATE accounts_officer SET factor_state = '' WHERE id = %(id)s",
        id=officer.pk,
    )  # fmt: skip
    browser = Client(raise_request_exception=False)
    browser.post(reverse("account_reset_password"), {"email": "thief@example.org"})
    letters = [letter.text for letter in LETTERS if letter.to == "thief@example.org"]
    for link in re.findall(r"https?://[^/\s]+(/\S*password/reset/\S+)", " ".join(letters)):
        page = browser.get(link, follow=True)
        where = page.redirect_chain[-1][0] if page.redirect_chain else link
        browser.post(where, {"password1": PASSWORD, "password2": PASSWORD, "password": PASSWORD})
    yield from _signs_in_and_sets_up_a_factor("thief@example.org")


def _signs_in_and_sets_up_a_factor(address: str):
    browser = Client(raise_request_exception=False)
    browser.post("/desk/sign-in/", {"login": address, "password": PASSWORD})
    page = browser.get("/desk/my-sign-in/app/").content.decode()
    if found := re.search(r'secret-key"><bdi dir="ltr">([A-Z2-7 ]+)<', page):
        browser.post("/desk/my-sign-in/app/", {"code": code_of(found[1].replace(" ", ""))})
    if browser.get("/desk/posting/").status_code == 200:
        yield "a session of an officer"


@attempt(DATABASE_WRITE, "a second factor in clear")
def own_factor(attacker: Attacker):
    officer = attacker.victims.officer
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    clear = json.dumps({"secret": secret})
    for data in (clear, json.dumps({"sealed": clear})):
        attacker.writes(
            "UPDATE mfa_authenticator SET data = %(data)s::jsonb WHERE user_id = %(id)s", data=data, id=officer.pk
        )
        browser = Client(raise_request_exception=False)
        browser.post("/desk/sign-in/", {"login": officer.email, "password": KNOWN})  # it was learned elsewhere
        browser.post("/desk/sign-in/code/", {"code": code_of(secret)})
        if browser.get("/desk/posting/").status_code == 200:
            yield "a session of an officer"


@attempt(DATABASE_WRITE, "the own draft pointed to a victim's complaint")
def own_draft(attacker: Attacker):
    victims = attacker.victims
    attacker.writes(
        "DELETE FROM complaints_draft WHERE complaint_id = %(victim)s",
        "UPDATE complaints_draft SET complaint_id = %(victim)s WHERE complaint_id = %(own)s",
        victim=victims.phoned.pk, own=victims.own.pk,
    )  # fmt: skip
    page = Client().get(f"/complaint/{victims.own_draft}/receipt/", follow=True).content.decode()
    if victims.phoned.spaced_etag in page or victims.phoned.etag in page:
        yield "an opened receipt"


@attempt(DATABASE_WRITE, OWN_CHAT)
def own_chat(attacker: Attacker):
    victims = attacker.victims
    attacker.writes(
        "INSERT INTO whatsapp_owncomplaint (chat_id, complaint_id, wants_news) VALUES (%(chat)s, %(victim)s, false)",
        "UPDATE whatsapp_chat SET phone_index = (SELECT phone_index FROM complaints_complainant WHERE id = %(victim)s) "
        "WHERE id = %(chat)s",
        chat=victims.own_chat.pk, victim=victims.phoned.pk,
    )  # fmt: skip
    chat = Chat.objects.get(pk=victims.own_chat.pk)
    complaint = Complaint.objects.unscoped("drill").select_related("complainant").get(pk=victims.phoned.pk)
    if find_way_of_opening(chat, complaint, "") is not None:
        yield "an opened complaint"
