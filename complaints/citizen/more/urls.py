"""What is asked after the E-tag: the list, and one page a question."""

from django.urls import path

from complaints.citizen.more import evidence, listing, telling

urlpatterns = [
    path("track/<str:etag>/more/", listing.more, name="more"),
    path("track/<str:etag>/more/evidence/", evidence.evidence, name="tell_evidence"),
    path("track/<str:etag>/more/<slug:question>/", telling.tell, name="tell"),
]
