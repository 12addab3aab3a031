"""The portal's addresses with the demo's pages, as in DEMO."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from config.urls import urlpatterns as portal

urlpatterns = [*i18n_patterns(path("demo/", include("notifications.urls")), prefix_default_language=False), *portal]
