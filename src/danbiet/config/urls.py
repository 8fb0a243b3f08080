"""Addresses: the office under /van-phong/, stored files under /tep/, the portal at the root."""

from django.urls import include, path

urlpatterns = [
    path("", include("danbiet.files.urls")),
]
