"""Addresses of stored files."""

from django.urls import path

from danbiet.files import views

app_name = "files"
urlpatterns = [path("tep/<str:sha256>/", views.download, name="download")]
