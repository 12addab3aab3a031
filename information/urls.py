"""What everybody may read, one tap from the first page."""

urlpatterns: list = []
