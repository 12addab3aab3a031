"""Addresses of the board, league, station sheets, questions and reports, under /desk/."""

from django.urls import path

from monitoring import views
from monitoring.desk import (
    due_soon_file,
    incident_map_file,
    incident_map_page,
    league_file,
    league_page,
    questions_page,
    report_archive_page,
    station_file,
    station_findings_page,
    station_page,
)

urlpatterns = [
    path("board/", views.show_board, name="board"),
    path("board/wall/", views.show_board, {"template": "monitoring/wall.html"}, name="wall"),
    path("board/wall/keep-open/", views.keep_wall_open, name="keep_wall_open"),
    path("board/rows.<file_kind:kind>", views.download_board_table, name="board_rows"),
    path("board/ahead/", views.show_due_soon, name="ahead"),
    path("board/league/", league_page.show_league, name="league"),
    path("board/ahead.<file_kind:kind>", due_soon_file.export_due_soon, name="due_soon_file"),
    path("board/league.<file_kind:kind>", league_file.export_league, name="league_file"),
    path("questions/", questions_page.list_questions, name="questions"),
    path("questions/<int:question>/", questions_page.answer_question, name="answer_question"),
    path("reports/", report_archive_page.list_reports, name="reports"),
    path("reports/<int:report>.pdf", report_archive_page.download_report, name="report"),
    path("stations/<slug:code>/", station_page.station_sheet, name="station"),
    path("stations/<slug:code>/findings/", station_findings_page.show_station_findings, name="station_findings"),
    path("stations/<slug:code>/figures.<file_kind:kind>", station_file.export_station, name="station_file"),
    path("incident-map/<slug:code>/", incident_map_page.show_incident_map, name="incident_map"),
    path(
        "incident-map/<slug:code>/squares.<file_kind:kind>",
        incident_map_file.export_incident_map,
        name="incident_map_file",
    ),
]
