"""The URLs of the portal: English at `/`, Urdu at `/ur/`."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from accounts.single_sign_on.logout_endpoint import receive_logout
from citizen import sms_webhook
from config import admin_site
from enquiries.citizen import school_poster
from information.public import installable_app
from operations import readiness
from operations.metrics.metrics_views import show_metrics
from web.front_page import home
from web.listening.clip_page import send_clip
from web.security_txt import PATH, security_txt

PAGES = [
    path("", home, name="home"),
    path("", include("citizen.urls")),
    path("", include("information.urls")),
    path("", include("mail_intake.citizen.urls")),
    path("", include("notices.public.urls")),
    path("", include("enquiries.citizen.urls")),
    path("performance/", include("monitoring.public_urls")),
    path("open-data/", include("monitoring.open_data_urls")),
    path("partners/", include("api.page_urls")),
    path("desk/admin/", admin_site.site.urls),
    path("desk/", include("accounts.urls")),
    path("desk/", include("desk.urls")),
    path("desk/", include("notices.desk.urls")),
    path("desk/", include("enquiries.desk.urls")),
    path("desk/", include("monitoring.urls")),
    path("desk/", include("reviews.urls")),
    path("desk/", include("sla.urls")),
    path("desk/inbox/", include("whatsapp.desk.inbox.urls")),
    path("desk/", include("whatsapp.board.urls")),
]
if settings.DEMO or settings.DEBUG:
    PAGES += [path("styleguide/", include("demo.styleguide_urls"))]
if settings.DEMO:
    PAGES += [path("demo/", include("notifications.urls")), path("demo/", include("demo.urls"))]

handler403 = "web.error_pages.permission_denied"
handler404 = "web.error_pages.not_found"
handler500 = "web.error_pages.server_error"

urlpatterns = [
    path("healthz", readiness.healthz, name="healthz"),
    path("readyz", readiness.readyz, name="readyz"),
    path("metrics", show_metrics, name="metrics"),
    path(PATH.lstrip("/"), security_txt, name="security_txt"),
    path("api/", include("api.urls")),
    path("whatsapp/", include("whatsapp.urls")),
    path("sms/inbound", sms_webhook.receive_sms, name="sms_inbound"),
    path("sso/logout", receive_logout, name="sso_logout"),
    path("poster/<str:language>.pdf", school_poster.send_poster, name="poster"),
    path("listen/<slug:language>/<slug:name>.mp3", send_clip, name="spoken_clip"),
    path("sw.js", installable_app.show_service_worker_script, name="service_worker"),
    *i18n_patterns(*PAGES, prefix_default_language=False),
]
