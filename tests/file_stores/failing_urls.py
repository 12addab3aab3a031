"""A page that reads from a storage that does not answer."""

from django.urls import path

from complaints.file_stores.storage_interface import StorageUnavailable
from config.urls import urlpatterns as portal_patterns


def unavailable(request):
    raise StorageUnavailable(5, "the S3 server does not answer", "shown/one")


urlpatterns = [path("unavailable/", unavailable), *portal_patterns]
handler500 = "web.error_pages.server_error"
