"""File a complaint in Urdu through the front, by the forms alone: no script, no browser. Standard library only.

`python -m drills.urdu_complaint https://HOST LINK` waits for the portal, prints the E-tag, and uses LINK, an
administrator's one-time link. It ends with 1 where a page is not as it should be.
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
PAGES, PATIENCE = 8, 120
TOLD = {
    "category": "financial_crime",
    "district": "sialkot",
    "text": "اس نے پلاٹ کے لیے میری جمع پونجی لی اور مجھے جعلی فائل دے دی۔",
    "reach": "phone",
    "phone": "0300 1112233",
    "language": "ur",
}
PASSWORD = "nine patient otters"
ETAG = re.compile(r"\b[0-9]{4}[ \u00a0][0-9]{4}[ \u00a0][0-9]{4}\b")


class Unexpected(Exception):
    """A page is not as it should be."""


@dataclass
class Form:
    action: str
    is_post: bool
    fields: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def filled(self, told: dict[str, str]) -> list[tuple[str, str]]:
        """Return the fields that a browser would send: the given answers, else the values in the page."""
        kept = [(name, value) for name, value in self.fields if name not in told]
        return kept + [(name, value) for name, value in told.items() if name in self.names]


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[Form] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        here = dict(attributes)
        if tag == "form":
            self.found.append(Form(here.get("action") or "", here.get("method", "get").lower() == "post"))
        elif self.found and tag in {"input", "select", "textarea", "button"} and here.get("name"):
            form, kind = self.found[-1], here.get("type", "text")
            form.names.add(here["name"])
            if tag == "input" and (kind not in {"radio", "checkbox", "file", "submit"} or "checked" in here):
                form.fields.append((here["name"], here.get("value") or ""))

    def handle_data(self, data):
        self.text += data


class Visitor:
    """Somebody's browser without scripts: cookies, redirects, and the Referer that Django wants by https."""

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

    def sends(self, told: dict[str, str]) -> str:
        """Fill in the form that asks for something told, or else the first that is posted."""
        posted = [form for form in self.page.found if form.is_post]
        form = next((form for form in posted if form.names & told.keys()), None)
        if form is None:
            raise Unexpected(f"{self.at} asks for nothing that is told: {[sorted(form.names) for form in posted]}")
        return self.opens(form.action or self.at, form.filled(told))


def files_a_complaint(site: str) -> str:
    """The E-tag of the receipt, which is in Urdu."""
    bashir = Visitor(site)
    html = bashir.opens("/ur/")
    if 'lang="ur"' not in html or "شکایت" not in html:
        raise Unexpected("the first page is not in Urdu")
    bashir.opens("/ur/complain/")
    for _ in range(PAGES):
        html = bashir.sends(TOLD)
        if found := ETAG.search(bashir.page.text):
            if 'lang="ur"' not in html:
                raise Unexpected("the receipt is not in Urdu")
            return found[0]
    raise Unexpected(f"no E-tag after {PAGES} pages; the last one was {bashir.at}")


def comes_in(site: str, link: str) -> str:
    """An administrator chooses a password by the link, signs in, and is asked for a second factor: that page."""
    administrator = Visitor(site)
    administrator.opens(link)
    administrator.sends({"password1": PASSWORD, "password2": PASSWORD})
    administrator.opens("/desk/sign-in/")
    administrator.sends({"login": "admin.one@example.org", "password": PASSWORD})
    administrator.opens("/desk/")
    return administrator.at


def readiness() -> dict:
    """What a load balancer reads, which asks the web server by its address. Raises OSError after two minutes."""
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
    ready = readiness()
    if ready["status"] != "ready" or ready["broker"] != "ok":
        raise Unexpected(f"/readyz: {ready}")
    print(f"E-tag: {files_a_complaint(site)}\nfiled at {time.monotonic()}", flush=True)
    page = comes_in(site, link)
    if "/desk/my-sign-in/first/" not in page:
        raise Unexpected(f"the administrator came to {page}")
    print("An administrator chose a password and is asked for a second factor.")


if __name__ == "__main__":
    main()
