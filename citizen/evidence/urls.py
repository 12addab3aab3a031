"""URLs for the files of a draft, and of an opened complaint."""

from django.urls import path

from citizen.evidence import complaint_uploads, draft_uploads

DRAFT, COMPLAINT = "complaint/<draft:draft>/evidence/", "track/<str:etag>/evidence/"

urlpatterns = [
    path(DRAFT, draft_uploads.draft_files_page, name="draft_evidence"),
    path(f"{DRAFT}begin/", draft_uploads.begin_draft_upload, name="draft_evidence_begin"),
    path(f"{DRAFT}<uuid:file>/", draft_uploads.send_or_remove_draft_file, name="draft_evidence_file"),
    path(f"{DRAFT}<uuid:file>/piece/", draft_uploads.receive_draft_upload_piece, name="draft_evidence_piece"),
    path(f"{DRAFT}<uuid:file>/line/", draft_uploads.show_draft_file_line, name="draft_evidence_line"),
    path(COMPLAINT, complaint_uploads.complaint_files_page, name="complaint_evidence"),
    path(f"{COMPLAINT}begin/", complaint_uploads.begin_complaint_upload, name="complaint_evidence_begin"),
    path(f"{COMPLAINT}<uuid:file>/", complaint_uploads.send_or_remove_complaint_file, name="complaint_evidence_file"),
    path(
        f"{COMPLAINT}<uuid:file>/withdraw/",
        complaint_uploads.withdraw_complaint_file,
        name="complaint_evidence_withdraw",
    ),
    path(
        f"{COMPLAINT}<uuid:file>/piece/",
        complaint_uploads.receive_complaint_upload_piece,
        name="complaint_evidence_piece",
    ),
    path(f"{COMPLAINT}<uuid:file>/line/", complaint_uploads.show_complaint_file_line, name="complaint_evidence_line"),
]
