"""Addresses of the demo's pages. Included only with DEMO."""

from django.urls import path

from demo import views
from demo.phone import phone_page

urlpatterns = [
    path("", views.show_demo_page, name="demo_page"),
    path("making/", views.show_demo_progress, name="demo_making"),
    path("sign-in/<slug:slug>/", views.sign_in_from_card, name="demo_sign_in"),
    path("codes/", views.show_demo_codes, name="demo_codes"),
    path("phone/", phone_page.show_phone, name="demo_phones"),
    path("phone/<int:number>/", phone_page.show_phone, name="demo_phone"),
    path("phone/<int:number>/file/<str:media>/", phone_page.send_phone_file, name="demo_phone_file"),
    path("phone/<int:number>/screen/", phone_page.show_phone_messages, name="demo_phone_screen"),
]
