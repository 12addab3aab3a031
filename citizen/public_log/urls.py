"""URLs of the public log."""

from django.urls import path

from citizen.public_log import views

urlpatterns = [
    path("log/", views.log, name="public_log"),
    path("log/heads.txt", views.heads, name="log_heads"),
    path("log/receipt/", views.check_receipt, name="check_receipt"),
]
