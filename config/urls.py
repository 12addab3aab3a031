"""Every address of the portal. English at `/`, Urdu at `/ur/`."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from config import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("desk/", include("accounts.urls")),
        prefix_default_language=False,
    ),
]
