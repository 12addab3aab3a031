"""Addresses of the open data, under /open-data/. Programs keep them, so they never change."""

from django.urls import path

from monitoring import open_data_pages

urlpatterns = [
    path("", open_data_pages.show_open_data, name="open_data"),
    path("<str:name>", open_data_pages.download_open_data, name="open_data_file"),
]
