"""URLs for the list of follow-up questions and the page of each."""

from django.urls import path

from citizen.followup import detail_question_page, evidence_question_page, question_list_page

urlpatterns = [
    path("track/<str:etag>/more/", question_list_page.list_questions, name="more"),
    path("track/<str:etag>/more/evidence/", evidence_question_page.answer_evidence_question, name="tell_evidence"),
    path("track/<str:etag>/more/<slug:question>/", detail_question_page.answer_question, name="tell"),
]
