"""The doors of files: a draft's, and an opened complaint's."""

from django.urls import path

from complaints.citizen.evidence import of_complaint, of_draft

DRAFT, COMPLAINT = "complaint/<uuid:draft>/evidence/", "track/<str:etag>/evidence/"

urlpatterns = [
    path(DRAFT, of_draft.page, name="draft_evidence"),
    path(f"{DRAFT}begin/", of_draft.begin, name="draft_evidence_begin"),
    path(f"{DRAFT}<uuid:file>/", of_draft.file, name="draft_evidence_file"),
    path(f"{DRAFT}<uuid:file>/piece/", of_draft.piece, name="draft_evidence_piece"),
    path(f"{DRAFT}<uuid:file>/line/", of_draft.line, name="draft_evidence_line"),
    path(COMPLAINT, of_complaint.page, name="complaint_evidence"),
    path(f"{COMPLAINT}begin/", of_complaint.begin, name="complaint_evidence_begin"),
    path(f"{COMPLAINT}<uuid:file>/", of_complaint.file, name="complaint_evidence_file"),
    path(f"{COMPLAINT}<uuid:file>/withdraw/", of_complaint.withdraw, name="complaint_evidence_withdraw"),
    path(f"{COMPLAINT}<uuid:file>/piece/", of_complaint.piece, name="complaint_evidence_piece"),
    path(f"{COMPLAINT}<uuid:file>/line/", of_complaint.line, name="complaint_evidence_line"),
]
