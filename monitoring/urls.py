"""Addresses of the board, league, station sheets, questions and reports, under /desk/."""

from django.urls import path

from monitoring import views
from monitoring.desk import league, league_csv, questions, reports, station

urlpatterns = [
    path("board/", views.board, name="board"),
    path("board/wall/", views.board, {"template": "monitoring/wall.html"}, name="wall"),
    path("board/rows.<file_kind:kind>", views.rows, name="board_rows"),
    path("board/ahead/", views.ahead, name="ahead"),
    path("board/league/", league.league, name="league"),
    path("board/league.csv", league_csv.league_csv, name="league_csv"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<int:question>/", questions.answer, name="answer_question"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<int:report>.pdf", reports.report, name="report"),
    path("stations/<slug:code>/", station.station, name="station"),
]
