"""Addresses of the demo's pages. Included only with DEMO."""

from django.urls import path

from demo import phone_page, views

urlpatterns = [
    path("", views.demo_page, name="demo_page"),
    path("making/", views.demo_progress, name="demo_making"),
    path("sign-in/<slug:slug>/", views.sign_in, name="demo_sign_in"),
    path("codes/", views.demo_codes, name="demo_codes"),
    path("phone/", phone_page.phone_page, name="demo_phones"),
    path("phone/<int:number>/", phone_page.phone_page, name="demo_phone"),
    path("phone/<int:number>/screen/", phone_page.phone_screen, name="demo_phone_screen"),
]
