"""URLs of the team's pages and of the appeals desk, under /desk/. The URL of an order is in desk.urls."""

from django.urls import path

from desk.team import (
    appeals_desk_file,
    appeals_desk_page,
    leave_pages,
    routing_rules_page,
    workload_file,
    workload_pages,
)

urlpatterns = [
    path("team/", workload_pages.show_workload, name="team"),
    path("team/workload.<file_kind:kind>", workload_file.export_workload, name="export_workload"),
    path("team/balance/", workload_pages.propose_transfer_between_officers, name="balance"),
    path("team/hand-over/<int:posting_id>/", workload_pages.hand_over_complaints, name="hand_over"),
    path("appeals/", appeals_desk_page.show_appeals_desk, name="appeals"),
    path("appeals/table.<file_kind:kind>", appeals_desk_file.export_appeals, name="export_appeals"),
    path("team/routing/", routing_rules_page.show_routing_rules, name="routing_rules"),
    path("team/routing/<int:rule_id>/end/", routing_rules_page.end_routing_rule, name="end_routing_rule"),
    path("team/leave/", leave_pages.show_leaves, name="leaves"),
    path("team/leave/<int:leave_id>/end/", leave_pages.end_leave, name="end_leave"),
]
