"""Addresses of the public figures, under /performance/."""

from django.urls import path

from monitoring import public_csv, public_pages

urlpatterns = [
    path("", public_pages.show_performance, name="performance"),
    path("limits/", public_pages.explain_figure_limits, name="figures_limits"),
    path("figures.csv", public_csv.download_figures_csv, name="figures_csv"),
    path("reviews.csv", public_csv.download_reviews_csv, name="reviews_csv"),
    path("<slug:code>/", public_pages.show_district_performance, name="district_figures"),
]
