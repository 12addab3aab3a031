"""The page frame, the first screen, linked errors and the style guide, rendered without a database."""

import gzip
import re

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from demo import styleguide

KB = 1024


def page(template: str, *, lang: str = "en", **context) -> str:
    """Return a page as a visitor gets it who is not signed in."""
    with override(lang):
        return render_to_string(template, context, request=visitor("/" if lang == "en" else f"/{lang}/"))


def test_no_page_lists_the_errors_of_a_form_twice():
    """A form that crispy draws has its own summary (templates/bootstrap5/errors.html)."""
    summary, drawn = '{% include "components/error_summary.html" %}', re.compile(r"{% crispy ")
    both = {
        str(file.relative_to(settings.BASE_DIR))
        for file in settings.BASE_DIR.glob("templates/**/*.html")
        if summary in (text := file.read_text()) and drawn.search(text)
    }
    assert both == {"templates/desk/bulk.html"}  # its preview draws no form


def visitor(path: str = "/"):
    """Return a request without a visitor."""
    request = RequestFactory().get(path)
    request.user, request.posting, request.postings = AnonymousUser(), None, []
    return request


def files_of(html: str) -> list[str]:
    """The static files that a page links to or runs."""
    return re.findall(r'(?:href|src)="/static/([^"]+)"', html)


def weight(name: str) -> int:
    """Return the bytes of a static file as sent; fonts are compressed already."""
    body = (settings.BASE_DIR / "static" / name).read_bytes()
    return len(body) if name.endswith("woff2") else len(gzip.compress(body))


@pytest.mark.parametrize(("lang", "direction"), [("en", "ltr"), ("ur", "rtl")])
def test_a_page_says_its_language_and_direction(lang, direction):
    html = page("home.html", lang=lang)
    assert f'<html lang="{lang}" dir="{direction}">' in html
    assert ("bootstrap.rtl.min.css" in html) is (direction == "rtl")


def test_the_first_visit_to_the_first_page_weighs_less_than_100_kb():
    html = page("home.html")
    files = [*files_of(html), "vendor/fonts/inter.woff2"]
    assert len(files) > 5
    assert sum(map(weight, files)) + len(gzip.compress(html.encode())) < 100 * KB


def test_htmx_is_for_officers_only():
    assert "htmx" not in page("home.html")
    assert "vendor/htmx/htmx.min.js" in files_of(page("styleguide.html", panels=[]))


def test_every_helpline_can_be_tapped():
    assert set(re.findall(r'href="tel:(\d+)"', page("home.html"))) == {"15", "1787", "1121", "1043", "1122"}


def test_a_page_says_that_it_is_not_the_police():
    for template in ("home.html", "404.html", "500.html", "503.html"):
        assert "An independent project, not a police service." in page(
            template
        ) or "An independent project, not a police service." in page(template)


def test_the_broken_page_needs_no_request():
    assert "500" in render_to_string("500.html")


@pytest.mark.parametrize("template", ["400.html", "500.html", "503.html"])
def test_a_broken_page_is_of_one_language_whichever_was_drawn_first(template):
    """The footer is rendered without a request, once for each language."""
    said = {}
    for language in ("en", "ur", "en"):
        with override(language):
            said[language] = render_to_string(template)
    assert "Officer sign-in" in said["en"]
    assert "Officer sign-in" not in said["ur"]


def test_an_e_tag_is_shown_in_fours_from_left_to_right():
    html = render_to_string("components/etag.html", {"etag": "264819073555"})
    assert re.search(r'<bdi [^>]*dir="ltr">2648 1907 3555</bdi>', html)


def test_a_refused_form_says_error_in_its_title():
    form = styleguide.panel_context("en", "light")["form"]
    assert "<title>Error: " in page("home.html", form=form)
    assert "<title>Error: " not in page("home.html")


def test_each_error_of_the_summary_leads_to_its_field_and_each_description_exists():
    html = page("styleguide.html", panels=[styleguide.panel_context("en", "light")])
    ids = re.findall(r'\sid="([^"]+)"', html)
    summary = html[html.index("error-summary") : html.index("</ul>", html.index("error-summary"))]
    targets = re.findall(r'href="#([^"]+)"', summary)
    described = {name for names in re.findall(r'aria-describedby="([^"]+)"', html) for name in names.split()}
    assert targets == ["en_light_name", "en_light_phone", "en_light_district", "en_light_channel_0"]
    assert set(targets) | described <= set(ids)
    assert "en_light_phone_error" in described
    assert len(ids) == len(set(ids))


def test_a_field_that_may_stay_empty_says_so_and_none_is_starred():
    html = page("styleguide.html", panels=[styleguide.panel_context("en", "light")])
    assert html.count("(optional)") == 1
    assert "*</" not in html


def test_the_style_guide_shows_both_languages_in_both_themes(settings):
    settings.DEMO = True
    html = styleguide.show_styleguide(visitor()).content.decode()
    shown = re.findall(r'lang="(\w+)" dir="(\w+)" data-theme="(\w+)"', html)
    assert shown == [("en", "ltr", "light"), ("en", "ltr", "dark"), ("ur", "rtl", "light"), ("ur", "rtl", "dark")]


def test_the_style_guide_is_closed_in_production(settings):
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(Http404):
        styleguide.show_styleguide(visitor())


def test_every_vendored_thing_has_its_licence_and_the_version_of_the_script():
    vendor = settings.BASE_DIR / "static/vendor"
    packages = re.findall(r"^[A-Z]+=(\S*[a-z.-]+@\d\S*)$", (settings.BASE_DIR / "bin/vendor").read_text(), re.MULTILINE)
    assert len(packages) == 7
    assert all(package in (vendor / "README.md").read_text() for package in packages)
    fonts = {path.stem for path in vendor.glob("fonts/*.woff2")}
    assert fonts == {path.name.removeprefix("LICENSE-") for path in vendor.glob("fonts/LICENSE-*")}
    assert all((vendor / folder / "LICENSE").exists() for folder in ("bootstrap", "htmx"))
