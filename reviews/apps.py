"""Configuration of the reviews app."""

from importlib import import_module

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"

    def ready(self):
        import_module("reviews.services.breach_flagging")  # connects the receiver of sla's signal
