"""URLs of the public pages. Each kind has a list, and for each notice a page, its pictures and its tip form."""

from django.urls import path

from notices.public import feeds, notice_images, notice_pages, tip_pages
from notices.rules.notice_kinds import NoticeKind

ALERT, WANTED, NOTICE = ({"kind": kind} for kind in NoticeKind)

urlpatterns = [
    path("alerts/", notice_pages.show_public_list, ALERT, name="alerts"),
    path("alerts/feed.atom", feeds.send_notice_feed, ALERT, name="alerts_feed"),
    path("alerts/<slug:code>/", notice_pages.show_public_notice, ALERT, name="alert"),
    path("alerts/<slug:code>/photo.jpg", notice_images.send_public_photo, ALERT, name="alert_photo"),
    path("alerts/<slug:code>/share.jpg", notice_images.send_public_share_image, ALERT, name="alert_share"),
    path("alerts/<slug:code>/tip/", tip_pages.send_tip, ALERT, name="alert_tip"),
    path("wanted/", notice_pages.show_public_list, WANTED, name="wanted"),
    path("wanted/feed.atom", feeds.send_notice_feed, WANTED, name="wanted_feed"),
    path("wanted/<slug:code>/", notice_pages.show_public_notice, WANTED, name="wanted_person"),
    path("wanted/<slug:code>/photo.jpg", notice_images.send_public_photo, WANTED, name="wanted_person_photo"),
    path("wanted/<slug:code>/share.jpg", notice_images.send_public_share_image, WANTED, name="wanted_person_share"),
    path("wanted/<slug:code>/tip/", tip_pages.send_tip, WANTED, name="wanted_person_tip"),
    path("notices/", notice_pages.show_public_list, NOTICE, name="public_notices"),
    path("notices/<slug:code>/", notice_pages.show_public_notice, NOTICE, name="public_notice"),
    path("notices/<slug:code>/photo.jpg", notice_images.send_public_photo, NOTICE, name="public_notice_photo"),
    path("notices/<slug:code>/share.jpg", notice_images.send_public_share_image, NOTICE, name="public_notice_share"),
    path("tips/", tip_pages.show_tip_status, name="tip_standing"),
]
