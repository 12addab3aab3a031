"""The portal as an installed app: manifest, icons, service worker, and the offline page."""

import json
import re
import struct

import pytest
from django.conf import settings as project

from information.public.installable_app import FORM_FILES, ICONS, OFFLINE_FILES
from tests.information.conftest import words

STATIC = project.BASE_DIR / "static"


@pytest.mark.parametrize(
    ("path", "language", "direction", "start"), [("/", "en", "ltr", "/"), ("/ur/", "ur", "rtl", "/ur/")]
)
def test_the_app_is_installed_in_the_language_of_the_page(visitor, path, language, direction, start):
    page = visitor.get(path).content.decode()
    address = re.search(r'<link rel="manifest" href="([^"]+)">', page)[1]
    answer = visitor.get(address)
    told = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert (told["lang"], told["dir"], told["start_url"], told["scope"]) == (language, direction, start, "/")
    assert len(told["name"]) > len(told["short_name"]) > 0
    assert len(told["short_name"]) <= 12
    for shortcut in told["shortcuts"]:
        assert visitor.get(shortcut["url"]).status_code == 200


@pytest.mark.parametrize(("name", "size", "purpose"), ICONS)
def test_an_icon_is_as_large_as_it_says(name, size, purpose):
    head = (STATIC / "portal/icons" / name).read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    assert struct.unpack(">II", head[16:24]) == (size, size)


def test_an_icon_may_be_cut_to_any_shape():
    assert {purpose for _, _, purpose in ICONS} == {"any", "maskable"}


def test_the_service_worker_stands_at_the_root_and_the_policy_lets_it_run(visitor):
    answer = visitor.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    assert visitor.get("/ur/sw.js").status_code == 404


def test_the_service_worker_asks_no_database(visitor, django_assert_num_queries):
    with django_assert_num_queries(0):
        visitor.get("/sw.js")


def test_the_service_worker_knows_the_offline_page_of_each_language_and_files_that_exist(visitor):
    script = visitor.get("/sw.js").content.decode()
    offline = json.loads(re.search(r"const OFFLINE = (.*);", script)[1])
    files = json.loads(re.search(r"const FILES = (.*);", script)[1])
    assert offline == {"en": "/offline/", "ur": "/ur/offline/"}
    assert json.loads(re.search(r"const FORMS = (.*);", script)[1]) == ["/complain/offline/", "/ur/complain/offline/"]
    assert files == [f"/static/{name}" for name in OFFLINE_FILES + FORM_FILES]
    assert all((STATIC / name).exists() for name in OFFLINE_FILES + FORM_FILES)
    assert "{%" not in script


def test_officers_pages_do_not_offer_the_app(visitor):
    page = visitor.get("/desk/sign-in/").content.decode()
    assert "sw.js" not in page


@pytest.mark.parametrize(("path", "first"), [("/offline/", "en"), ("/ur/offline/", "ur")])
def test_without_a_line_numbers_can_be_called_in_both_languages_the_readers_first(visitor, path, first):
    answer = visitor.get(path)
    page = answer.content.decode()
    assert re.findall(r'<div lang="(\w+)"', page)[0] == first
    assert set(re.findall(r'<div lang="(\w+)"', page)) == {"en", "ur"}
    assert page.count('href="tel:15"') == 2
    assert page.count('href="tel:1122"') == 2
    assert "There is no connection" in words(answer)


def test_the_offline_page_needs_nothing_that_is_not_kept(visitor):
    page = visitor.get("/offline/").content.decode()
    assert set(re.findall(r'(?:href|src)="/static/([^"]+)"', page)) == set(OFFLINE_FILES)
    assert "<script" not in page


@pytest.mark.parametrize("path", ["/complain/offline/", "/ur/complain/offline/"])
def test_the_form_without_internet_needs_nothing_that_is_not_kept(visitor, path):
    page = visitor.get(path).content.decode()
    assert set(re.findall(r'(?:href|src)="/static/([^"]+)"', page)) == {*OFFLINE_FILES, *FORM_FILES}
