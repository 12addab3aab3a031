"""The addresses of those who watch, under /desk/."""

from django.urls import path

from monitoring import escalations, holds, views
from monitoring.desk import handing_out, league, league_csv, listing, one, patterns, questions, reports, station

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
    path("reviews/", listing.reviews, name="reviews"),
    path("reviews/<int:review>/", one.review, name="review"),
    path("reviews/<int:review>/<slug:move>/", one.act, name="review_act"),
    path("reviews/<int:review>/files/<uuid:file>/", handing_out.file, name="review_file"),
    path("reviews/<int:review>/flags/<int:flag>/dossier.<str:form>", handing_out.dossier, name="review_dossier"),
    path("patterns/", patterns.listed, name="patterns"),
    path("held/", holds.held, name="held"),
    path("escalations/", escalations.listed, name="escalations"),
    path("escalations/<int:complaint_id>/", escalations.answer, name="answer_escalation"),
]
