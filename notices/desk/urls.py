"""URLs of the notices' desk, under /desk/."""

from django.urls import path

from notices.desk import notices, proposal_page, tips

urlpatterns = [
    path("notices/", notices.listed, name="notices_desk"),
    path("notices/new/<slug:kind>/", proposal_page.new, name="notices_new"),
    path("notices/<slug:code>/", notices.one, name="notices_one"),
    path("notices/<slug:code>/again/", proposal_page.again, name="notices_again"),
    path("notices/<slug:code>/photo/<int:number>.jpg", notices.photo, name="notices_photo"),
    path("notices/<slug:code>/<slug:name>/", notices.act, name="notices_act"),
    path("tips/", tips.listed, name="notices_tips"),
    path("tips/<slug:number>/", tips.one, name="notices_tip"),
    path("tips/<slug:number>/photo.jpg", tips.photo, name="notices_tip_photo"),
]
