"""The team's addresses: under /desk/team/, and an order's, which stands with its complaint."""

from django.urls import path

from desk.team import leaves, views

urlpatterns = [
    path("team/", views.workload, name="team"),
    path("team/balance/", views.balance, name="balance"),
    path("team/hand-over/<int:posting_id>/", views.hand_over, name="hand_over"),
    path("team/leave/", leaves.leaves, name="leaves"),
    path("team/leave/<int:leave_id>/end/", leaves.end, name="end_leave"),
]
