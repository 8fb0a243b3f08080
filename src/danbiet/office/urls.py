"""Addresses of the officers' pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from danbiet.office import (
    draft_urls,
    duty,
    estimates_urls,
    evaluations,
    index_urls,
    people_urls,
    plans,
    publication_urls,
    question_urls,
    search,
    work,
    work_urls,
)

app_name = "office"
urlpatterns = [
    *people_urls.urlpatterns,
    *draft_urls.urlpatterns,
    *publication_urls.urlpatterns,
    *work_urls.urlpatterns,
    *question_urls.urlpatterns,
    *index_urls.urlpatterns,
    *estimates_urls.urlpatterns,
    path("", work.my_work, name="my-work"),
    path("dang-xuat/", LogoutView.as_view(), name="logout"),
    path("viec/<slug:public_id>/", duty.show, name="duty"),
    path("viec/<slug:public_id>/bao-cao/", duty.escalate, name="escalate"),
    path("minh-chung/<slug:public_id>/rut/", duty.withdraw, name="withdraw"),
    path("tim-kiem/", search.show, name="search"),
    path("ke-hoach/", plans.listing, name="plans"),
    path("ke-hoach/<slug:public_id>/", plans.show, name="plan"),
    path("ke-hoach/<slug:public_id>/danh-gia/", evaluations.show, name="evaluation"),
    path("ke-hoach/<slug:public_id>/danh-gia/y-kien/", evaluations.opine, name="evaluation-opinion"),
]
