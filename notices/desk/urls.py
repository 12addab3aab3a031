"""URLs of the notices' desk, under /desk/."""

from django.urls import path

from notices.desk import notice_desk, proposal_page, tip_desk

urlpatterns = [
    path("notices/", notice_desk.list_notices, name="notices_desk"),
    path("notices/new/<slug:kind>/", proposal_page.propose_new_notice, name="notices_new"),
    path("notices/<slug:code>/", notice_desk.show_notice, name="notices_one"),
    path("notices/<slug:code>/again/", proposal_page.propose_renewal_or_correction, name="notices_again"),
    path("notices/<slug:code>/photo/<int:number>.jpg", notice_desk.send_edition_photo, name="notices_photo"),
    path("notices/<slug:code>/<slug:name>/", notice_desk.submit_notice_act, name="notices_act"),
    path("tips/", tip_desk.list_tips, name="notices_tips"),
    path("tips/<slug:number>/", tip_desk.show_tip, name="notices_tip"),
    path("tips/<slug:number>/photo.jpg", tip_desk.send_tip_photo, name="notices_tip_photo"),
]
