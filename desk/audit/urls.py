"""URLs of the access log, under /desk/access/."""

from django.urls import path

from desk.audit import views

urlpatterns = [
    path("access/", views.log, name="access_log"),
    path("access/export/", views.export, name="access_log_export"),
    path("access/searches/", views.searches, name="access_searches"),
    path("access/taken/", views.taken, name="exports_and_lookups"),
    path("access/finding/", views.record, name="record_finding"),
]
