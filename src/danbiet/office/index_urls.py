"""Addresses of the files of the index: handed in, looked at, accepted or refused; part of the office's."""

from django.urls import path

from danbiet.office import index_files

urlpatterns = [
    path("chi-so/", index_files.listing, name="index"),
    path("chi-so/nop/", index_files.hand_in, name="index-new"),
    path("chi-so/<slug:public_id>/", index_files.show, name="index-file"),
    path("chi-so/<slug:public_id>/khong-nhan/", index_files.refuse, name="index-refuse"),
]
