"""Addresses of the pages about the chat beside the board, under /desk/."""

from django.urls import path

from whatsapp.board import funnel_page

urlpatterns = [path("board/chat/", funnel_page.show_chat_funnel, name="chat_funnel")]
