"""URLs for the list of follow-up questions and the page of each."""

from django.urls import path

from citizen.followup import evidence_question, question_list, views

urlpatterns = [
    path("track/<str:etag>/more/", question_list.more, name="more"),
    path("track/<str:etag>/more/evidence/", evidence_question.evidence, name="tell_evidence"),
    path("track/<str:etag>/more/<slug:question>/", views.tell, name="tell"),
]
