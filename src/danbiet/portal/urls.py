"""Addresses of the public pages."""

from django.urls import path

from danbiet.portal import views, wall_views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("tinh/<slug:slug>/", views.province, name="province"),
    path("tinh/<slug:slug>/tim/", views.search, name="search"),
    path("tinh/<slug:slug>/don-vi/", views.units, name="units"),
    path("tinh/<slug:slug>/ke-hoach/", views.plan_in_force, name="plan-in-force"),
    path("tinh/<slug:slug>/cong-khai/", views.publication, name="publication"),
    path("ke-hoach/<slug:public_id>/", views.plan, name="plan"),
    path("nhiem-vu/<slug:public_id>/", views.task, name="task"),
    path("don-vi/<slug:public_id>/", views.unit, name="unit"),
    path("phap-luat/", views.law, name="law"),
]

for _face, _under in (("unit", ""), ("unit-plan", "ke-hoach/"), ("unit-task", "nhiem-vu/<slug:task>/")):
    _at = f"don-vi/<slug:public_id>/{_under}"
    urlpatterns += [
        path(f"{_at}to-dan/", wall_views.sheet, {"face": _face}, name=f"{_face}-sheet"),
        path(f"{_at}loa/", wall_views.loudspeaker, {"face": _face}, name=f"{_face}-loudspeaker"),
        path(f"{_at}loa.txt", wall_views.loudspeaker_text, {"face": _face}, name=f"{_face}-text"),
    ]
