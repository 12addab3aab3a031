"""Addresses of the API."""

from django.urls import path

from api.portal_api import urls

urlpatterns = [path("v1/", urls)]
