"""The addresses of the style guide, under /styleguide/. Included in DEMO and DEBUG only."""

from django.urls import path

from demo import styleguide, styleguide_messages

urlpatterns = [
    path("", styleguide.styleguide, name="styleguide"),
    path("messages/", styleguide_messages.messages, name="styleguide_messages"),
    path("messages/<slug:key>/<slug:wording>/", styleguide_messages.letter, name="styleguide_letter"),
]
