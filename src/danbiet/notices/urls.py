"""Addresses of the officers' messages, under /van-phong/thong-bao/."""

from django.urls import path

from danbiet.notices import office

app_name = "notices"
urlpatterns = [
    path("", office.listing, name="list"),
    path("cai-dat/", office.preferences, name="settings"),
]
