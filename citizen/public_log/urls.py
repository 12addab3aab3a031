"""URLs of the public log."""

from django.urls import path

from citizen.public_log import log_files, log_pages

urlpatterns = [
    path("log/", log_pages.public_log_page, name="public_log"),
    path("log/heads.txt", log_pages.log_heads_text, name="log_heads"),
    path("log/checkpoint", log_files.checkpoint, name="log_checkpoint"),
    path("log/witnessed", log_files.witnessed_checkpoint, name="log_witnessed_checkpoint"),
    path("log/tile/entries/<path:number>", log_files.entry_bundle, name="log_entries"),
    path("log/tile/<int:level>/<path:number>", log_files.hash_tile, name="log_tile"),
    path("log/receipt/", log_pages.check_receipt, name="check_receipt"),
]
