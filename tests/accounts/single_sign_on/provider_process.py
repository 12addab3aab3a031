"""A real OpenID Connect provider (django-oauth-toolkit) in a process of its own, with its own database and key.

`python provider_process.py FOLDER PORT REDIRECT_URI…` answers at http://127.0.0.1:PORT/o until it is ended. FOLDER has
`key.pem`, and `behaviour.json`, which a test changes to make the provider misbehave:

- `claims`: claims that replace those of the ID token; None removes one.
- `key`: "none" for an unsigned token, "other" for a signature by a key that is not published.
- `status`, `hang`: answer all requests below a path, `where`, with this status, or never.
- `document`: values that replace those of the discovery document.
"""

import json
import sys
import time
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.http import HttpResponse, JsonResponse

CLIENT_ID, CLIENT_SECRET = "portal", "four-otters-row-home"
PASSWORD = "seven calm rivers"
PEOPLE = ("bilal", "sadia", "stranger")
LOGIN_PAGE = """<!doctype html><html lang="en"><title>Provider</title><form method="post">{% csrf_token %}{{ form }}
<input type="hidden" name="next" value="{{ next }}"><button>Sign in there</button></form></html>"""


def behaviour() -> dict:
    return json.loads((Path(sys.argv[1]) / "behaviour.json").read_text())


def configure(folder: Path) -> None:
    settings.configure(
        SECRET_KEY="only for tests",
        ALLOWED_HOSTS=["127.0.0.1"],
        USE_TZ=True,
        ROOT_URLCONF=__name__,
        LOGIN_URL="/login/",
        SESSION_COOKIE_NAME="provider_session",  # a browser shares cookies between the ports of one computer
        CSRF_COOKIE_NAME="provider_csrf",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "provider.sqlite3"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[
            *("django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "oauth2_provider"),
        ],
        MIDDLEWARE=[
            f"{__name__}.Misbehave",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "loaders": [
                        ("django.template.loaders.locmem.Loader", {"login.html": LOGIN_PAGE}),
                        "django.template.loaders.app_directories.Loader",
                    ]
                },
            }
        ],
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": (folder / "key.pem").read_text(),
            "OIDC_RP_INITIATED_LOGOUT_ENABLED": True,
            "OIDC_RP_INITIATED_LOGOUT_ALWAYS_PROMPT": False,
            "OAUTH2_VALIDATOR_CLASS": f"{__name__}.Validator",
            "SCOPES": {"openid": "identity", "profile": "name"},
        },
    )


class Misbehave:
    """Middleware that answers as `behaviour.json` says."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        wanted = behaviour()
        if request.path.startswith(wanted.get("where", "/o/")):
            if wanted.get("hang"):
                time.sleep(60)
            if "status" in wanted:
                return HttpResponse("<h1>Oh</h1>", status=wanted["status"])
        response = self.get_response(request)
        if "document" in wanted and request.path.endswith("/openid-configuration"):
            return JsonResponse(json.loads(response.content) | wanted["document"])
        return response


def change_token(token: str) -> str:
    """Return an ID token with other claims or another signature, as `behaviour.json` says."""
    wanted = behaviour()
    claims = jwt.decode(token, options={"verify_signature": False}) | wanted.get("claims", {})
    claims = {name: value for name, value in claims.items() if value is not None}
    header = jwt.get_unverified_header(token)
    if wanted.get("key") == "none":
        return jwt.encode(claims, None, algorithm="none", headers={"kid": header["kid"]})
    own = (Path(sys.argv[1]) / "key.pem").read_text()
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048) if wanted.get("key") == "other" else own
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": header["kid"]})


def forget(request):
    """Make all refresh tokens void, as when an account is disabled."""
    from oauth2_provider.models import AccessToken, RefreshToken  # noqa: PLC0415 - needs configured settings

    RefreshToken.objects.all().delete()
    AccessToken.objects.all().delete()
    return HttpResponse("")


def home(request):
    return HttpResponse("<title>Provider</title>")


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *args):
        pass


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def serve(folder: Path, port: int, redirect_uris: list[str]) -> None:
    # These need configured settings.
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415
    from oauth2_provider.models import Application  # noqa: PLC0415

    application = get_wsgi_application()
    call_command("migrate", verbosity=0)
    for name in PEOPLE:
        get_user_model().objects.create_user(name, password=PASSWORD, first_name=name.title(), last_name="Ahmed")
    Application.objects.create(
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        algorithm=Application.RS256_ALGORITHM,
        redirect_uris=" ".join(redirect_uris),
        post_logout_redirect_uris=" ".join(redirect_uris),
        skip_authorization=True,
    )
    server = make_server("127.0.0.1", port, application, server_class=Server, handler_class=QuietHandler)
    print("ready", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    sys.modules["provider_process"] = sys.modules[__name__]
    __name__ = "provider_process"
    configure(Path(sys.argv[1]))
    django.setup()

    from django.contrib.auth.views import LoginView
    from django.urls import include, path
    from oauth2_provider.oauth2_validators import OAuth2Validator

    class Validator(OAuth2Validator):
        """Puts the person's name into the ID token, and then what `behaviour.json` says."""

        oidc_claim_scope = None  # all claims, whatever the scopes

        def get_additional_claims(self, request):
            user = request.user
            return {"name": user.get_full_name(), "preferred_username": user.username, "sid": f"sid-of-{user.username}"}

        def finalize_id_token(self, id_token, token, token_handler, request):
            return change_token(super().finalize_id_token(id_token, token, token_handler, request))

    urlpatterns = [
        path("", home),
        path("forget/", forget),
        path("login/", LoginView.as_view(template_name="login.html")),
        path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
    ]
    serve(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
