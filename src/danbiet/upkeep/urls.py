"""The address of the state of health."""

from django.urls import path

from danbiet.upkeep import views

app_name = "upkeep"
urlpatterns = [path("suc-khoe/", views.show, name="health")]
