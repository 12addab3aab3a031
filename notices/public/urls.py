"""URLs of the public pages. Each kind has a list, and for each notice a page, its pictures and its tip form."""

from django.urls import path

from notices.public import feeds, pages, pictures, tips
from notices.rules.kinds import NoticeKind

ALERT, WANTED, NOTICE = ({"kind": kind} for kind in NoticeKind)

urlpatterns = [
    path("alerts/", pages.listed, ALERT, name="alerts"),
    path("alerts/feed.atom", feeds.feed, ALERT, name="alerts_feed"),
    path("alerts/<slug:code>/", pages.one, ALERT, name="alert"),
    path("alerts/<slug:code>/photo.jpg", pictures.photo, ALERT, name="alert_photo"),
    path("alerts/<slug:code>/share.jpg", pictures.share, ALERT, name="alert_share"),
    path("alerts/<slug:code>/tip/", tips.tip, ALERT, name="alert_tip"),
    path("wanted/", pages.listed, WANTED, name="wanted"),
    path("wanted/feed.atom", feeds.feed, WANTED, name="wanted_feed"),
    path("wanted/<slug:code>/", pages.one, WANTED, name="wanted_person"),
    path("wanted/<slug:code>/photo.jpg", pictures.photo, WANTED, name="wanted_person_photo"),
    path("wanted/<slug:code>/share.jpg", pictures.share, WANTED, name="wanted_person_share"),
    path("wanted/<slug:code>/tip/", tips.tip, WANTED, name="wanted_person_tip"),
    path("notices/", pages.listed, NOTICE, name="public_notices"),
    path("notices/<slug:code>/", pages.one, NOTICE, name="public_notice"),
    path("notices/<slug:code>/photo.jpg", pictures.photo, NOTICE, name="public_notice_photo"),
    path("notices/<slug:code>/share.jpg", pictures.share, NOTICE, name="public_notice_share"),
    path("tips/", tips.standing, name="tip_standing"),
]
