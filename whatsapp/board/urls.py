"""Addresses of the pages about the chat beside the board, under /desk/."""

from django.urls import path

from whatsapp.board import funnel_file, funnel_page

urlpatterns = [
    path("board/chat/", funnel_page.show_chat_funnel, name="chat_funnel"),
    path("board/chat.<file_kind:kind>", funnel_file.export_chat_funnel, name="chat_funnel_file"),
]
