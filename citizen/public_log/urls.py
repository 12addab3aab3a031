"""URLs of the public log."""

from django.urls import path

from citizen.public_log import log_pages

urlpatterns = [
    path("log/", log_pages.public_log_page, name="public_log"),
    path("log/heads.txt", log_pages.log_heads_text, name="log_heads"),
    path("log/receipt/", log_pages.check_receipt, name="check_receipt"),
]
