"""Addresses of the partners' page, below /partners/."""

from django.urls import path

from api.partner_own_page import show_own_events

urlpatterns = [path("events/", show_own_events, name="partner_events")]
