"""Addresses of the open questions of plans; part of the office's."""

from django.urls import path

from danbiet.office import question

urlpatterns = [
    path("cau-hoi/<slug:public_id>/", question.show, name="question"),
    path("cau-hoi/<slug:public_id>/giao/", question.reassign, name="question-owner"),
]
