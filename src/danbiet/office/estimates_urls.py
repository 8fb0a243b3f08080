"""Addresses of estimates from people's answers; part of the office's."""

from django.urls import path

from danbiet.office import estimates

urlpatterns = [
    path("uoc-luong/", estimates.listing, name="estimates"),
    path("uoc-luong/<slug:public_id>/", estimates.show, name="estimate"),
    path("uoc-luong/<slug:public_id>/hinh/<slug:figure>.<slug:form>", estimates.file, name="estimate-file"),
]
