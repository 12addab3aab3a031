"""Every address of the portal. English at `/`, Urdu at `/ur/`."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from complaints.citizen import texting
from config import administration, posters, styleguide, styleguide_messages, views
from config.metrics.views import metrics
from config.security_txt import PATH, security_txt
from information.public import app

PAGES = [
    path("", views.home, name="home"),
    path("", include("complaints.citizen.urls")),
    path("", include("information.urls")),
    path("", include("notices.public.urls")),
    path("", include("enquiries.citizen.urls")),
    path("performance/", include("monitoring.public_urls")),
    path("desk/admin/", administration.site.urls),
    path("desk/", include("accounts.urls")),
    path("desk/", include("complaints.desk.urls")),
    path("desk/", include("notices.desk.urls")),
    path("desk/", include("enquiries.desk.urls")),
    path("desk/", include("monitoring.urls")),
]
if settings.DEMO or settings.DEBUG:
    PAGES += [
        path("styleguide/", styleguide.styleguide, name="styleguide"),
        path("styleguide/messages/", styleguide_messages.messages, name="styleguide_messages"),
        path("styleguide/messages/<slug:key>/<slug:wording>/", styleguide_messages.letter, name="styleguide_letter"),
    ]
if settings.DEMO:
    PAGES += [path("demo/", include("notifications.urls")), path("demo/", include("demo.urls"))]

handler404 = "config.views.nothing_here"
handler500 = "config.typed.broken"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path(PATH.lstrip("/"), security_txt, name="security_txt"),
    path("whatsapp/", include("whatsapp.urls")),
    path("sms/inbound", texting.inbound, name="sms_inbound"),
    path("poster/<str:language>.pdf", posters.poster, name="poster"),
    path("sw.js", app.service_worker, name="service_worker"),
    *i18n_patterns(*PAGES, prefix_default_language=False),
]
