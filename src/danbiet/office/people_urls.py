"""Addresses of what concerns accounts and roles; part of the office's."""

from django.urls import path

from danbiet.office import account, entry, person, staff

urlpatterns = [
    path("dang-nhap/", entry.Login.as_view(), name="login"),
    path("dang-nhap/ma/", entry.second, name="login-code"),
    path("moi/<slug:code>/", entry.invitation, name="invitation"),
    path("phieu/", entry.slip, name="enter-slip"),
    path("phieu/<slug:kind>/<slug:code>.svg", entry.picture, name="slip-picture"),
    path("quen-mat-khau/", entry.forgotten, name="forgotten"),
    path("dat-lai/<slug:code>/", entry.reset, name="reset"),
    path("tai-khoan/", account.show, name="account"),
    path("tai-khoan/mat-khau/", account.password, name="password"),
    path("tai-khoan/ma-xac-thuc/", account.step, name="second-step"),
    path("tai-khoan/ma-xac-thuc/qr.svg", account.step_picture, name="second-step-picture"),
    path("tai-khoan/ma-xac-thuc/tat/", account.step_off, name="second-step-off"),
    path("tai-khoan/uy-quyen/", account.delegate, name="delegate"),
    path("tai-khoan/uy-quyen/<slug:public_id>/ket-thuc/", account.end_delegation, name="end-delegation"),
    path("nhan-su/", staff.listing, name="staff"),
    path("nhan-su/moi/", staff.invite, name="invite"),
    path("nhan-su/moi/<slug:public_id>/cap-lai/", staff.renew, name="renew-invitation"),
    path("nhan-su/moi/<slug:public_id>/thu-hoi/", staff.withdraw, name="withdraw-invitation"),
    path("nhan-su/<slug:public_id>/", person.show, name="person"),
    path("nhan-su/<slug:public_id>/phieu/", person.slip, name="slip"),
    path("nhan-su/<slug:public_id>/mo-khoa/", person.unlock, name="unlock"),
    path("nhan-su/<slug:public_id>/go-ma/", person.take_off_step, name="take-off-step"),
    path("nhan-su/<slug:public_id>/vai-tro/<slug:role>/ket-thuc/", person.end_role, name="end-role"),
    path("nhan-su/<slug:public_id>/ban-giao/", person.hand_over, name="hand-over"),
    path("nhan-su/<slug:public_id>/nghi/", person.leave, name="leave"),
]
