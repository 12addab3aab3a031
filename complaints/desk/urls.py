"""The desk's addresses, under /desk/."""

from django.urls import path

from complaints.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("office/", views.office, name="office"),
    path("complaints/<str:etag>/", views.complaint, name="complaint"),
    path("complaints/<str:etag>/<slug:move>/", views.move, name="move"),
]
