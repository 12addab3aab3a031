"""The addresses of this part."""

urlpatterns: list = []
