"""Addresses: the office under /van-phong/, stored files under /tep/, the portal at the root."""

from django.urls import include, path

urlpatterns = [
    path("van-phong/thong-bao/", include("danbiet.notices.urls")),
    path("van-phong/", include("danbiet.office.urls")),
    path("", include("danbiet.files.urls")),
    path("", include("danbiet.upkeep.urls")),
    path("", include("danbiet.observatory.urls")),
    path("", include("danbiet.portal.urls")),
]
handler500 = "danbiet.pages.failures.server_error"
