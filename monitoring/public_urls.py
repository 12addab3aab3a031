"""Addresses of the public figures, under /performance/."""

from django.urls import path

from monitoring import public, public_csv

urlpatterns = [
    path("", public.performance, name="performance"),
    path("limits/", public.figures_limits, name="figures_limits"),
    path("figures.csv", public_csv.figures_csv, name="figures_csv"),
    path("reviews.csv", public_csv.reviews_csv, name="reviews_csv"),
    path("<slug:code>/", public.district_figures, name="district_figures"),
]
