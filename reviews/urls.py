"""URLs of the disciplinary reviews, under /desk/."""

from django.urls import path

from reviews.desk import downloads, patterns_page, review_list, review_page

urlpatterns = [
    path("reviews/", review_list.reviews, name="reviews"),
    path("reviews/<int:review>/", review_page.review, name="review"),
    path("reviews/<int:review>/<slug:move>/", review_page.act, name="review_act"),
    path("reviews/<int:review>/files/<uuid:file>/", downloads.file, name="review_file"),
    path("reviews/<int:review>/flags/<int:flag>/dossier.<str:form>", downloads.dossier, name="review_dossier"),
    path("patterns/", patterns_page.listed, name="patterns"),
]
