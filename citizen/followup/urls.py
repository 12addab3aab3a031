"""What is asked after the E-tag: the list, and one page a question."""

from django.urls import path

from citizen.followup import evidence_question, question_list, views

urlpatterns = [
    path("track/<str:etag>/more/", question_list.more, name="more"),
    path("track/<str:etag>/more/evidence/", evidence_question.evidence, name="tell_evidence"),
    path("track/<str:etag>/more/<slug:question>/", views.tell, name="tell"),
]
