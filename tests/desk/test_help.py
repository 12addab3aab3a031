"""The "?" of the desk's pages and the manual: every page is explained, in both languages, and nothing leaks into it."""

import re

import pytest
from django.test import Client

from accounts.admin_base import site
from config.desk_help import ADMINISTRATION_HELP, HELP, WITHOUT_HELP, place_in_manual
from desk.help import manual
from desk.help.manual import LANGUAGES, PAGES, find_in_manual, load_manual_page, render_markdown
from tests.architecture.test_urdu import SPELLINGS, WORDS_TO_AVOID
from tests.browser.pages import PAGES as BROWSER_PAGES
from tests.browser.pages import routes
from tests.look.test_wording import texts
from tests.signing_in import give_app_to, session_of

SENTENCE_END = re.compile(r"[.?!۔؟](?=\s|$)")
OF_SIGNED_IN = {
    name for name, pages in BROWSER_PAGES.items()
    if not name.startswith("(") and any(page.path.startswith("desk/") and page.status == 200 for page in pages)
} - {
    *(name for name in BROWSER_PAGES if name.startswith("account_") and name != "account_reauthenticate"),
    "mfa_authenticate",
}  # fmt: skip
HELP_OF_PAGE = re.compile(r'<details class="desk-help".*?</details>', re.DOTALL)
EACH_TEXT = pytest.mark.parametrize("language", LANGUAGES)


def test_every_page_of_the_desk_is_explained():
    assert OF_SIGNED_IN - set(WITHOUT_HELP) - set(HELP) == set(), "add these routes to config/desk_help.py"
    assert set(HELP) & set(WITHOUT_HELP) == set()


@EACH_TEXT
@pytest.mark.parametrize("place", sorted({*HELP.values(), *ADMINISTRATION_HELP.values(), "administration"}))
def test_an_explanation_has_three_sentences(place, language):
    slug, _, anchor = place.partition("#")
    shown = load_manual_page(slug, language).section(anchor).summary
    summary = re.sub(r"<kbd.*?</kbd>|<[^>]+>", "", shown)
    assert len(SENTENCE_END.findall(summary)) == 3, summary
    assert len(summary) < 450, summary


@EACH_TEXT
def test_every_file_of_the_manual_is_in_its_contents(language):
    assert {file.stem for file in (manual.FOLDER / language).glob("*.md")} == set(PAGES)


@pytest.mark.parametrize("slug", PAGES)
def test_both_languages_have_the_same_sections_and_pictures(slug):
    english, urdu = (load_manual_page(slug, language) for language in LANGUAGES)
    assert [section.anchor for section in english.sections] == [section.anchor for section in urdu.sections]
    pictures = [
        re.findall(r"\]\(\.\./pictures/(.+)-(\w\w)\.webp\)", (manual.FOLDER / language / f"{slug}.md").read_text())
        for language in LANGUAGES
    ]
    assert [name for name, _ in pictures[0]] == [name for name, _ in pictures[1]]
    assert {language for _, language in pictures[0]} <= {"en"}
    assert {language for _, language in pictures[1]} <= {"ur"}
    shown = [f"{name}-{language}.webp" for name, language in [*pictures[0], *pictures[1]]]
    assert [name for name in shown if not (manual.PICTURES / name).is_file()] == [], "bin/manual-pictures takes them"


@pytest.mark.parametrize("rule", SPELLINGS | WORDS_TO_AVOID)
def test_the_urdu_manual_is_written_like_the_interface(rule):
    wrong = re.compile((SPELLINGS | WORDS_TO_AVOID)[rule])
    pages = {slug: (manual.FOLDER / "ur" / f"{slug}.md").read_text(encoding="utf-8") for slug in PAGES}
    assert [(slug, wrong.search(text)[0]) for slug, text in pages.items() if wrong.search(text)] == []


NO_LABELS = {
    "Excel",
    "Deliberate",
    "مجرم",
    "Sign in with Police account",
    "پولیس اکاؤنٹ سے لاگ اِن کریں",
    "Contact, due in 54 min",
    "رابطہ، 54 منٹ باقی",
}
"""What stands between asterisks in the manual but not as one text in the catalogue."""


@EACH_TEXT
def test_the_labels_that_the_manual_quotes_are_those_of_the_pages(language):
    shown = re.sub(r"%\(\w+\)[sd]", "3", "\n".join(texts(language))).lower()
    quoted = {
        (slug, label)
        for slug in PAGES
        for label in re.findall(
            r"\*+([^*\n]+)\*+", (manual.FOLDER / language / f"{slug}.md").read_text(encoding="utf-8")
        )
    }
    assert len(quoted) > 40
    assert [place for place in sorted(quoted) if place[1] not in NO_LABELS and place[1].lower() not in shown] == []


def test_a_known_page_explains_itself_and_leads_to_the_manual(world, seat):
    page = seat(world.dania).get("/desk/team/leave/", "12:00").content.decode()
    found = HELP_OF_PAGE.search(page)[0]
    assert "Enter the days of leave and who acts in the meantime." in found
    assert 'href="/desk/help/team/#leave"' in found
    assert 'href="/desk/help/"' in page  # from the sheet of keyboard shortcuts


def test_it_does_so_in_urdu(world, seat):
    page = seat(world.salma).get("/ur/desk/calls/", "12:00").content.decode()
    found = HELP_OF_PAGE.search(page)[0]
    assert "اس صفحے پر کرنے والی کالیں ہیں" in found
    assert 'href="/ur/desk/help/calls/"' in found


@pytest.mark.parametrize("path", ["first/", "app/", "passkey/"])
def test_before_the_second_factor_the_help_explains_without_the_manual(world, path):
    client = Client()
    client.cookies["sessionid"] = session_of("newcomer")
    found = HELP_OF_PAGE.search(client.get(f"/desk/my-sign-in/{path}").content.decode())[0]
    assert "Keep the recovery codes on paper" in found
    assert "<a" not in found


@pytest.mark.parametrize("path", ["again/", "again/code/"])
def test_who_confirms_their_identity_again_has_the_help_and_the_manual(world, seat, path):
    give_app_to(world.usman.officer)
    found = HELP_OF_PAGE.search(seat(world.usman).get(f"/desk/my-sign-in/{path}", "12:00").content.decode())[0]
    assert "Keep the recovery codes on paper" in found
    assert 'href="/desk/help/account/#sign-in"' in found


def test_a_page_of_citizens_has_no_help_of_the_desk(world, seat):
    assert not HELP_OF_PAGE.search(seat(world.dania).get("/services/", "12:00").content.decode())


@pytest.mark.parametrize(
    ("view_name", "anchor"),
    [
        ("admin:index", ""),
        ("admin:accounts_officer_changelist", ""),
        ("admin:complaints_policy_changelist", "limits"),
        ("admin:complaints_policychange_add", "limits"),
        ("admin:complaints_policychange_simulation", "limits"),
        ("admin:complaints_workingcalendar_change", "calendars"),
        ("admin:complaints_calendarchange_change", "calendars"),
        ("admin:complaints_holiday_add", "calendars"),
        ("admin:monitoring_boardtargetchange_add", "targets"),
    ],
)
def test_a_page_of_the_administration_has_the_text_of_its_subject_or_that_of_all(view_name, anchor):
    assert place_in_manual(view_name) == ("administration", anchor)


def test_a_page_that_is_no_page_of_the_desk_has_none():
    assert place_in_manual("home") == ("", "")


@pytest.mark.parametrize("name", ["bilal", "kamran", "omar", "asad"])
def test_every_officer_reads_the_manual(world, seat, name):
    desk = seat(world.people[name])
    assert desk.get("/desk/help/", "12:00").status_code == 200
    answer = desk.get("/desk/help/team/", "12:00")
    assert (answer.status_code, '<section id="leave">' in answer.content.decode()) == (200, True)
    assert desk.get("/desk/help/no-such-page/", "12:00").status_code == 404


def test_a_stranger_does_not(client):
    assert client.get("/desk/help/team/").status_code == 302


def test_the_search_wants_all_words_and_shows_titles_first(world, seat):
    page = seat(world.salma).get("/desk/help/", "12:00", q="LEAVE acting").content.decode().split("<main", 1)[1]
    places = re.findall(r'href="/desk/help/([^"]+)"', page)
    assert "team/#leave" in places
    assert not [place for place in places if place.startswith("board/")]
    in_title = ["leave" in finding.section.title.lower() for finding in find_in_manual("leave", "en")]
    assert in_title == sorted(in_title, reverse=True)
    assert set(in_title) == {True, False}
    assert [finding.section.anchor for finding in find_in_manual("زیر کارروائی بانٹیں", "ur")] == []
    assert "saved" in {finding.section.anchor for finding in find_in_manual("محفوظ فہرست", "ur")}
    assert find_in_manual("زیر", "ur") == find_in_manual("زیرِ", "ur") != []


def test_a_section_that_begins_with_a_list_is_found_with_its_sentences_alone(world, seat):
    page = seat(world.usman).get("/desk/help/", "12:00", q="leave").content.decode().split("<main", 1)[1]
    assert "You get one notice a week for all delays in your case. You have three days.\nOpen the case." in page
    assert not re.search(r"<p>(-|1\.) ", page)


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ("xyzzy", 200, "Nothing in the manual has all of these words."),
        ("a\x00b", 422, "The search contains characters that cannot be used."),
        ("word " * 40, 422, "The search is too long."),
        ("", 200, 'href="/desk/help/today/"'),
    ],
)
def test_a_search_that_finds_nothing_says_so(world, seat, typed, status, said):
    answer = seat(world.salma).get("/desk/help/", "12:00", q=typed)
    assert (answer.status_code, said in answer.content.decode()) == (status, True)


def test_the_manual_asks_the_database_nothing_of_its_own(world, seat, django_assert_max_num_queries):
    desk = seat(world.salma)
    desk.get("/desk/help/", "12:00")
    with django_assert_max_num_queries(7):  # session, officer and postings
        desk.get("/desk/help/queue/", "12:00")


def test_markdown_brings_no_html_and_no_scripts():
    html = render_markdown("<script>alert(1)</script> [x](javascript:alert(1)) ![p](https://example.org/p.png) `<b>`")
    assert "<script" not in html
    assert "<a" not in html
    assert "<img" not in html
    assert '<kbd dir="ltr">&lt;b&gt;</kbd>' in html


def test_latin_words_stand_apart_in_urdu_text():
    assert render_markdown("فائل PDF ہے") == "<p>فائل <bdi>PDF</bdi> ہے</p>\n"
    assert render_markdown("a PDF file") == "<p>a PDF file</p>\n"


def test_help_is_declared_only_for_routes_that_exist():
    assert set(HELP) - set(routes()) == set()
    assert set(ADMINISTRATION_HELP) - {model._meta.label_lower.replace(".", "_") for model in site._registry} == set()


def test_the_lab_of_time_limits_explains_itself(world, seat):
    page = seat(world.omar).get("/desk/admin/complaints/policychange/add/", "12:00").content.decode()
    found = HELP_OF_PAGE.search(page)[0]
    assert "shows what they would have done" in found
    assert 'href="/desk/help/administration/#limits"' in found
