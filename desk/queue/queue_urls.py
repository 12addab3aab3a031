"""URLs of the queues and of actions on many complaints, under /desk/."""

from django.urls import path, register_converter

from desk import keyboard_shortcuts, menu_width, views
from desk.exports import selection_pages
from desk.moves import undo_marking_page
from desk.queue import bulk_marking_page, queue_columns_page, queue_export, saved_views_page, search_page


class FileKindConverter:
    """Matches the file format of an export (complaints.models.Export)."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(FileKindConverter, "file_kind")

urlpatterns = [
    path("", views.show_my_queue, name="queue"),
    path("office/", views.show_office_queue, name="office"),
    path("search/", search_page.search_complaints, name="search"),
    path("mark/", bulk_marking_page.mark_selected_rows, name="mark_selected"),
    path("mark/undo/", undo_marking_page.undo_marking, name="undo_marking"),
    path("rows.<file_kind:kind>", queue_export.export_my_queue, name="export_my_queue"),
    path("office/rows.<file_kind:kind>", queue_export.export_office_queue, name="export_office_queue"),
    path("columns/", queue_columns_page.choose_queue_columns, name="queue_columns"),
    path("views/", saved_views_page.show_saved_views, name="saved_views"),
    path("views/beside/", saved_views_page.show_views_beside_queue, name="saved_views_beside"),
    path("views/<int:view_id>/", saved_views_page.rename_view, name="saved_view"),
    path("views/<int:view_id>/remove/", saved_views_page.remove_view, name="remove_saved_view"),
    path("views/save/<slug:page>/", selection_pages.save_selection, name="save_selection"),
    path("views/<int:view_id>/export/", selection_pages.export_view, name="view_export"),
    path("views/<int:view_id>/schedule/stop/", selection_pages.stop_schedule, name="stop_schedule"),
    path("views/<int:view_id>/share/", selection_pages.share_view, name="share_view"),
    path("menu/", menu_width.set_menu_width, name="menu_width"),
    path("keyboard/", keyboard_shortcuts.show_shortcuts, name="shortcuts"),
]
