"""Addresses of the publication table and of what units see before anyone else; part of the office's."""

from django.urls import path

from danbiet.office import explanation, publication

urlpatterns = [
    path("cong-khai/", publication.table, name="publication"),
    path("cong-khai/muc/<slug:key>/", publication.decide, name="publication-matter"),
    path("cong-khai/don-vi/<slug:public_id>/", publication.preview, name="publication-preview"),
    path("cong-khai/viec/<slug:public_id>/", explanation.show, name="explain"),
]
