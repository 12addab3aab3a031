"""URLs of the access log, under /desk/access/."""

from django.urls import path

from desk.audit import access_log_pages, audit_export_pages

urlpatterns = [
    path("access/", access_log_pages.show_access_log, name="access_log"),
    path("access/export/", access_log_pages.export_access_log, name="access_log_export"),
    path("access/searches/", access_log_pages.show_searches_of_access_log, name="access_searches"),
    path("access/taken/", access_log_pages.show_exports_and_lookups, name="exports_and_lookups"),
    path("access/audit-export/", audit_export_pages.request_export, name="audit_export"),
    path("access/audit-export/<uuid:pk>/", audit_export_pages.download_export, name="audit_export_file"),
    path("access/finding/", access_log_pages.submit_finding, name="record_finding"),
]
