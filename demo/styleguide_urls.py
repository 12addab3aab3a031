"""The addresses of the style guide, under /styleguide/. Included in DEMO and DEBUG only."""

from django.urls import path

from demo import styleguide, styleguide_messages

urlpatterns = [
    path("", styleguide.show_styleguide, name="styleguide"),
    path("messages/", styleguide_messages.show_messages, name="styleguide_messages"),
    path("messages/<slug:key>/<slug:wording>/", styleguide_messages.show_email, name="styleguide_letter"),
]
