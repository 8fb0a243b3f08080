"""Addresses of the year's calendar, the units below and the leader's page; part of the office's."""

from django.urls import path

from danbiet.office import contact, following, leader, year

urlpatterns = [
    path("lich/", year.own, name="year-own"),
    path("lich/<slug:public_id>/", year.show, name="year"),
    path("dien-thoai/<slug:public_id>/", contact.show, name="contact"),
    path("truc-thuoc/", following.table, name="below"),
    path("truc-thuoc/nhac/", following.message, name="message"),
    path("lanh-dao/", leader.show, name="leader"),
    path("lanh-dao/cong-van.docx", leader.letter, name="letter"),
]
