"""URLs of the queues and of actions on many complaints, under /desk/."""

from django.urls import path, register_converter

from desk import keyboard_shortcuts, views
from desk.queue import bulk_marking, export, saved_views_page, search_page


class FileKindConverter:
    """Matches the file format of an export (complaints.models.Export)."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(FileKindConverter, "file_kind")

urlpatterns = [
    path("", views.queue, name="queue"),
    path("office/", views.office, name="office"),
    path("search/", search_page.searched, name="search"),
    path("mark/", bulk_marking.mark, name="mark_selected"),
    path("rows.<file_kind:kind>", export.mine, name="export_my_queue"),
    path("office/rows.<file_kind:kind>", export.office, name="export_office_queue"),
    path("views/", saved_views_page.page, name="saved_views"),
    path("views/beside/", saved_views_page.beside, name="saved_views_beside"),
    path("views/<int:view_id>/", saved_views_page.rename, name="saved_view"),
    path("views/<int:view_id>/remove/", saved_views_page.remove, name="remove_saved_view"),
    path("keyboard/", keyboard_shortcuts.sheet, name="shortcuts"),
]
