"""File a complaint in Urdu through the proxy by submitting the forms, without a browser. Standard library only.

`python -m drills.urdu_complaint https://HOST LINK` waits for the portal, prints the E-tag, and then uses LINK, an
administrator's one-time link. It exits with 1 if a page is not as expected.
"""

import http.cookiejar
import json
import re
import ssl
import sys
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, HTTPSHandler, Request, build_opener, urlopen

CERTIFICATE = Path("/etc/ssl/portal/fullchain.pem")
PAGES, PATIENCE = 9, 120
ANSWERS = {
    "category": "financial_crime",
    "district": "sialkot",
    "text": "اس نے پلاٹ کے لیے میری جمع پونجی لی اور مجھے جعلی فائل دے دی۔",
    "keep_from": "no",
    "reach": "phone",
    "phone": "0300 1112233",
    "language": "ur",
}
PASSWORD = "nine patient otters"
ETAG = re.compile(r"\b[0-9]{4}[ \u00a0][0-9]{4}[ \u00a0][0-9]{4}\b")


class UnexpectedPage(Exception):
    """A page is not as expected."""


@dataclass
class Form:
    """A form of a page. `fields`: the filled inputs; `control_names`: the names of all controls."""

    action: str
    is_post: bool
    fields: list[tuple[str, str]] = field(default_factory=list)
    control_names: set[str] = field(default_factory=set)

    def filled(self, answers: dict[str, str]) -> list[tuple[str, str]]:
        """Return the fields that a browser would send: the answers, and the page's values of other fields."""
        unchanged = [(name, value) for name, value in self.fields if name not in answers]
        return unchanged + [(name, value) for name, value in answers.items() if name in self.control_names]


class Forms(HTMLParser):
    """A parser that finds the forms and the text of a page."""

    def __init__(self, page: str):
        super().__init__()
        self.forms: list[Form] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "form":
            self.forms.append(Form(values.get("action") or "", values.get("method", "get").lower() == "post"))
        elif self.forms and tag in {"input", "select", "textarea", "button"} and values.get("name"):
            form, kind = self.forms[-1], values.get("type", "text")
            form.control_names.add(values["name"])
            if tag == "input" and (kind not in {"radio", "checkbox", "file", "submit"} or "checked" in values):
                form.fields.append((values["name"], values.get("value") or ""))

    def handle_data(self, data):
        self.text += data


class Visitor:
    """A browser without scripts: it keeps cookies, follows redirects, and sends the Referer that Django requires."""

    def __init__(self, site: str):
        context = ssl.create_default_context(cafile=CERTIFICATE)
        jar = HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.browser, self.site, self.at = build_opener(HTTPSHandler(context=context), jar), site, site
        self.page = Forms("")

    def opens(self, path: str, data: list[tuple[str, str]] | None = None) -> str:
        address = urljoin(self.at, path)
        body = None if data is None else urlencode(data).encode()
        with self.browser.open(Request(address, body, {"Referer": self.at}), timeout=60) as answer:
            self.at, html = answer.geturl(), answer.read().decode()
        self.page = Forms(html)
        return html

    def sends(self, answers: dict[str, str]) -> str:
        """Submit the first POST form that has a field for one of the answers. Raises UnexpectedPage."""
        post_forms = [form for form in self.page.forms if form.is_post]
        form = next((form for form in post_forms if form.control_names & answers.keys()), None)
        if form is None:
            raise UnexpectedPage(
                f"{self.at} has no field for the answers: {[sorted(form.control_names) for form in post_forms]}"
            )
        return self.opens(form.action or self.at, form.filled(answers))


def file_complaint(site: str) -> str:
    """File a complaint in Urdu and return the E-tag of the receipt."""
    bashir = Visitor(site)
    html = bashir.opens("/ur/")
    if 'lang="ur"' not in html or "شکایت" not in html:
        raise UnexpectedPage("the first page is not in Urdu")
    bashir.opens("/ur/complain/")
    for _ in range(PAGES):
        html = bashir.sends(ANSWERS)
        if etag := ETAG.search(bashir.page.text):
            if 'lang="ur"' not in html:
                raise UnexpectedPage("the receipt is not in Urdu")
            return etag[0]
    raise UnexpectedPage(f"no E-tag after {PAGES} pages; the last one was {bashir.at}")


def choose_password_and_sign_in(site: str, link: str) -> str:
    """Choose an administrator's password by the link, sign in, and return the URL of the page that follows."""
    administrator = Visitor(site)
    administrator.opens(link)
    administrator.sends({"password1": PASSWORD, "password2": PASSWORD})
    administrator.opens("/desk/sign-in/")
    administrator.sends({"login": "admin.one@example.org", "password": PASSWORD})
    administrator.opens("/desk/")
    return administrator.at


def wait_for_readiness() -> dict:
    """Return /readyz as a load balancer gets it, from the web server's IP address. Raises OSError after two minutes."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with urlopen("http://127.0.0.1:8000/readyz", timeout=10) as answer:
                return json.load(answer)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.5)


def main() -> None:
    site, link = sys.argv[1:]
    ready = wait_for_readiness()
    if ready["status"] != "ready":
        raise UnexpectedPage(f"/readyz: {ready}")
    print(f"E-tag: {file_complaint(site)}\nfiled at {time.monotonic()}", flush=True)
    page = choose_password_and_sign_in(site, link)
    if "/desk/my-sign-in/first/" not in page:
        raise UnexpectedPage(f"the administrator was directed to {page}")
    print("An administrator chose a password and is asked for a second factor.")


if __name__ == "__main__":
    main()
