"""URLs for the files of a draft, and of an opened complaint."""

from django.urls import path

from citizen.evidence import complaint_uploads, draft_uploads

DRAFT, COMPLAINT = "complaint/<uuid:draft>/evidence/", "track/<str:etag>/evidence/"

urlpatterns = [
    path(DRAFT, draft_uploads.page, name="draft_evidence"),
    path(f"{DRAFT}begin/", draft_uploads.begin, name="draft_evidence_begin"),
    path(f"{DRAFT}<uuid:file>/", draft_uploads.file, name="draft_evidence_file"),
    path(f"{DRAFT}<uuid:file>/piece/", draft_uploads.piece, name="draft_evidence_piece"),
    path(f"{DRAFT}<uuid:file>/line/", draft_uploads.line, name="draft_evidence_line"),
    path(COMPLAINT, complaint_uploads.page, name="complaint_evidence"),
    path(f"{COMPLAINT}begin/", complaint_uploads.begin, name="complaint_evidence_begin"),
    path(f"{COMPLAINT}<uuid:file>/", complaint_uploads.file, name="complaint_evidence_file"),
    path(f"{COMPLAINT}<uuid:file>/withdraw/", complaint_uploads.withdraw, name="complaint_evidence_withdraw"),
    path(f"{COMPLAINT}<uuid:file>/piece/", complaint_uploads.piece, name="complaint_evidence_piece"),
    path(f"{COMPLAINT}<uuid:file>/line/", complaint_uploads.line, name="complaint_evidence_line"),
]
