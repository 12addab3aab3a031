"""The addresses of the inbox, under /desk/inbox/."""

from django.urls import path

from whatsapp.desk.inbox import chat_files, inbox_hours_page, inbox_page, operator_chat_page

urlpatterns = [
    path("", inbox_page.show_inbox, name="inbox"),
    path("number/", inbox_page.show_inbox_number, name="inbox_number"),
    path("hours/", inbox_hours_page.show_inbox_hours, name="inbox_hours"),
    path("<int:handover_id>/", operator_chat_page.show_operator_chat, name="inbox_chat"),
    path("<int:handover_id>/files/<uuid:file>/", chat_files.serve_chat_file, name="inbox_file"),
]
