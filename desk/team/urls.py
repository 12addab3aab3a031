"""URLs of the team's pages, under /desk/team/. The URL of an order is in desk.urls."""

from django.urls import path

from desk.team import leaves, views

urlpatterns = [
    path("team/", views.workload, name="team"),
    path("team/balance/", views.balance, name="balance"),
    path("team/hand-over/<int:posting_id>/", views.hand_over, name="hand_over"),
    path("team/leave/", leaves.leaves, name="leaves"),
    path("team/leave/<int:leave_id>/end/", leaves.end, name="end_leave"),
]
