"""Drives the provider of `provider_process.py`, and the portal through a test client."""

import html
import json
import re
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from accounts.rules.identity_tokens import LOGOUT_EVENT
from tests.accounts.single_sign_on import provider_process
from tests.accounts.single_sign_on.provider_process import CLIENT_ID, CLIENT_SECRET, PASSWORD

SITE = "http://testserver"
CALLBACK = "/desk/sign-in/sso/back/"


class Provider:
    """A running provider. `folder` is its own; `redirect_uris` are the addresses of portals that it sends people to."""

    def __init__(self, folder: Path, *redirect_uris: str):
        self.folder = folder
        self.behaves()
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        (folder / "key.pem").write_bytes(key.private_bytes(*pem))
        with socket.socket() as asking:
            asking.bind(("127.0.0.1", 0))
            port = asking.getsockname()[1]
        self.site, self.issuer = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port}/o"
        self.process = subprocess.Popen(
            [sys.executable, provider_process.__file__, str(folder), str(port), *redirect_uris],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout.readline() == "ready\n"

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)

    def behaves(self, **wanted) -> None:
        """Let the provider misbehave as `provider_process` describes; without arguments it behaves well."""
        (self.folder / "behaviour.json").write_text(json.dumps(wanted))

    @property
    def settings(self) -> dict:
        """The portal's settings for this provider."""
        return {
            "OIDC_ISSUER": self.issuer,
            "OIDC_CLIENT_ID": CLIENT_ID,
            "OIDC_CLIENT_SECRET": CLIENT_SECRET,
            "OIDC_HTTP_ON_LOOPBACK": True,
            "SITE_URL": SITE,
        }

    def browser_of(self, name: str) -> httpx.Client:
        """Return a browser in which this person is signed in at the provider."""
        browser = httpx.Client(timeout=60)
        form = browser.get(f"{self.site}/login/").text
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', form)
        typed = {"username": name, "password": PASSWORD, "next": "/"}
        typed |= {"csrfmiddlewaretoken": token[1]} if token else {}
        assert browser.post(f"{self.site}/login/", data=typed).status_code == 302
        return browser

    def subject_of(self, name: str) -> str:
        """Return the subject of a person: the provider's own id of the row."""
        return str(provider_process.PEOPLE.index(name) + 1)

    def forgets_refresh_tokens(self) -> None:
        httpx.get(f"{self.site}/forget/", timeout=60).raise_for_status()

    def logout_token(self, *, key: str | None = None, algorithm: str = "RS256", **claims) -> str:
        """Return a logout token with these claims in place of the right ones; None leaves one out."""
        right = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": int(time.time()),
            "exp": int(time.time()) + 120,
            "jti": secrets.token_hex(8),
            "events": {LOGOUT_EVENT: {}},
        }
        claims = {name: value for name, value in (right | claims).items() if value is not None}
        own = (self.folder / "key.pem").read_text()
        return jwt.encode(claims, own if key is None else key or None, algorithm=algorithm, headers=self._header())

    def _header(self) -> dict:
        keys = httpx.get(f"{self.issuer}/.well-known/jwks.json", timeout=60).json()["keys"]
        return {"kid": keys[0]["kid"], "typ": "logout+jwt"}


def address_of(page) -> str:
    """Return the address to which a page of the portal sends the browser."""
    assert page.status_code == 200, page.status_code
    return html.unescape(re.search(r'content="0; url=([^"]+)"', page.content.decode())[1])


def go_to_provider(portal: Client, *, language: str = "", **typed) -> str:
    """Press *Sign in with Police account* and return the provider's address."""
    return address_of(portal.post(f"{language}/desk/sign-in/sso/", typed))


def answer_of(browser: httpx.Client, address: str) -> dict[str, str]:
    """Return the parameters with which the provider sends the browser back."""
    response = browser.get(address)
    while response.status_code == 302 and not response.headers["Location"].startswith(f"{SITE}{CALLBACK}"):
        response = browser.get(httpx.URL(address).join(response.headers["Location"]))
    assert response.status_code == 302, response.text[:500]
    return dict(parse_qsl(urlsplit(response.headers["Location"]).query))


def come_back(portal: Client, answer: dict[str, str]):
    return portal.get(CALLBACK, answer)


def sign_in_at(portal: Client, browser: httpx.Client, *, language: str = "", **typed):
    """Sign in by single sign-on; return the portal's answer."""
    return come_back(portal, answer_of(browser, go_to_provider(portal, language=language, **typed)))
