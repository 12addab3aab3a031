"""The pages of single sign-on: begin it, return from the provider, and link or unlink one's identity."""

from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from allauth.account.views import LogoutView
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.queries.linked_identities import identity_of
from accounts.services.linked_identities import link_identity, unlink_identity
from accounts.services.provider_sessions import TOKENS
from accounts.services.staff_refusals import StaffChangeRefused
from accounts.single_sign_on import provider_client
from accounts.single_sign_on.compulsory import must_use_provider
from accounts.single_sign_on.identity_adapter import LINK, OFFERED, OfficerIdentityAdapter
from accounts.single_sign_on.identity_provider import OfficerOAuth2Adapter
from accounts.single_sign_on.provider_settings import provider_name, require_enabled
from accounts.single_sign_on.refusals import refusal_of, refuse

LANGUAGE = "sso_language"
"""Session variable: the language to go on in. The provider knows the English address only."""


@require_http_methods(["POST"])
@never_cache
def begin_sign_in(request):
    """Go to the provider to sign in. POST: `next`, the page to open afterwards."""
    require_enabled()
    url = request.POST.get("next", "")
    is_safe = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return _go_to_provider(request, process="login", next_url=url if is_safe else None)


@require_http_methods(["GET", "HEAD"])
@never_cache
def return_from_provider(request):
    """Sign in the officer whose identity the provider has proved, or say why not."""
    require_enabled()
    with override(request.session.get(LANGUAGE, "en")):
        try:
            return OAuth2CallbackView.adapter_view(OfficerOAuth2Adapter(request))(request)
        except OAuth2Error as error:
            return refuse(request, refusal_of(error))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def show_link(request):
    """Show whether the officer is linked. POST: `act` is "link" or "unlink", after the password was entered again."""
    require_enabled()
    if request.method == "POST":
        return _change_link(request)
    context = {
        "link": identity_of(request.user),
        "provider": provider_name(),
        "must_use_provider": must_use_provider(request),
        "is_required": settings.OIDC_REQUIRED,
    }
    return render(request, "accounts/sso_link.html", context)


@reauthentication_required
def _change_link(request):
    if request.POST.get("act") == "link":
        return _go_to_provider(request, process=LINK, data={"officer": request.user.pk})
    if request.POST.get("act") != "unlink" or settings.OIDC_REQUIRED:
        messages.error(request, _("Only an administrator can unlink you while single sign-on is compulsory."))
        return redirect("sso_link")
    try:
        unlink_identity(officer=request.user, by=None, at=timezone.now())
    except StaffChangeRefused as refusal:
        messages.info(request, str(refusal))
    return redirect("sso_link")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def confirm_link(request):
    """Show the identity that was proved just now, and link it when the officer confirms that it is theirs."""
    require_enabled()
    offered = request.session.get(OFFERED)
    if not offered:
        return redirect("sso_link")
    if request.method != "POST":
        return render(request, "accounts/sso_confirm.html", {"shown": offered["shown"], "provider": provider_name()})
    del request.session[OFFERED]
    if request.POST.get("act") == "link":
        try:
            link_identity(
                officer=request.user, issuer=settings.OIDC_ISSUER, subject=offered["subject"], at=timezone.now()
            )
            messages.success(request, _("Linked. From now on you can sign in that way."))
        except StaffChangeRefused as refusal:
            messages.error(request, str(refusal))
    return redirect("sso_link")


class SignOut(LogoutView):
    """Sign out here and, with OIDC_SIGN_OUT, at the provider too."""

    def post(self, request, *args, **kwargs):
        url = _provider_sign_out_url(request)
        response = super().post(request, *args, **kwargs)
        return _leave_for(request, url) if url else response


def _provider_sign_out_url(request) -> str:
    """Return where the provider ends the session that this one began from; "" if there is none, or it is down."""
    id_token = request.session.get(TOKENS, {}).get("id_token") if settings.OIDC_SIGN_OUT else None
    if not id_token:
        return ""
    try:
        address = provider_client.endpoint("end_session_endpoint")
    except OAuth2Error:
        return ""
    back = settings.SITE_URL + resolve_url(settings.LOGOUT_REDIRECT_URL)
    query = {"id_token_hint": id_token, "client_id": settings.OIDC_CLIENT_ID, "post_logout_redirect_uri": back}
    return f"{address}?{urlencode(query)}"


def _go_to_provider(request, *, process: str, next_url: str | None = None, data: dict | None = None):
    request.session[LANGUAGE] = get_language()
    provider = OfficerIdentityAdapter(request).get_provider(request, provider="")
    try:
        response = provider.redirect(request, process, next_url=next_url, data=data)
    except OAuth2Error as error:
        return refuse(request, refusal_of(error))
    return _leave_for(request, response.url) if isinstance(response, HttpResponseRedirect) else response


def _leave_for(request, url: str):
    """Show a page that goes to the provider at once: the policy for forms would block a redirect to another site."""
    return render(request, "accounts/sso_leave.html", {"url": url, "provider": provider_name()})
