"""Pages of the demo's people. Included in DEMO only."""

from django.urls import path

from demo import phone, views

urlpatterns = [
    path("", views.page, name="demo_page"),
    path("making/", views.making, name="demo_making"),
    path("sign-in/<slug:slug>/", views.sign_in, name="demo_sign_in"),
    path("codes/", views.codes, name="demo_codes"),
    path("phone/", phone.phone, name="demo_phones"),
    path("phone/<int:number>/", phone.phone, name="demo_phone"),
    path("phone/<int:number>/screen/", phone.screen, name="demo_phone_screen"),
]
