"""Pages of the demo's people. Included in DEMO only."""

from django.urls import path

from demo import views

urlpatterns = [path("codes/", views.codes, name="demo_codes")]
