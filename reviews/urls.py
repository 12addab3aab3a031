"""URLs of the disciplinary reviews, under /desk/."""

from django.urls import path

from reviews.desk import patterns_file, patterns_page, review_downloads, review_list_page, review_page

urlpatterns = [
    path("reviews/", review_list_page.list_reviews, name="reviews"),
    path("reviews/<int:review>/", review_page.show_review, name="review"),
    path("reviews/<int:review>/clearance.pdf", review_downloads.download_clearance, name="review_clearance"),
    path("reviews/<int:review>/<slug:move>/", review_page.submit_review_move, name="review_act"),
    path("reviews/<int:review>/files/<uuid:file>/", review_downloads.download_attachment, name="review_file"),
    path(
        "reviews/<int:review>/flags/<int:flag>/dossier.<str:form>",
        review_downloads.download_dossier,
        name="review_dossier",
    ),
    path("patterns/", patterns_page.show_patterns, name="patterns"),
    path("patterns/table.<file_kind:kind>", patterns_file.export_patterns, name="patterns_file"),
]
