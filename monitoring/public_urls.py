"""Addresses of the public figures, under /performance/."""

from django.urls import path

from monitoring import public_csv, public_pages

urlpatterns = [
    path("", public_pages.performance, name="performance"),
    path("limits/", public_pages.figures_limits, name="figures_limits"),
    path("figures.csv", public_csv.figures_csv, name="figures_csv"),
    path("reviews.csv", public_csv.reviews_csv, name="reviews_csv"),
    path("<slug:code>/", public_pages.district_figures, name="district_figures"),
]
