"""Addresses of draft plans; part of the office's."""

from django.urls import path

from danbiet.office import draft_closing, draft_sheets, drafts

BASE = "ke-hoach/du-thao"
urlpatterns = [
    path(f"{BASE}/moi/", drafts.propose, name="draft-new"),
    path(f"{BASE}/<slug:public_id>/", drafts.show, name="draft"),
    path(f"{BASE}/<slug:public_id>/nghi-van/<slug:key>/", drafts.doubt, name="draft-doubt"),
    path(f"{BASE}/<slug:public_id>/theo-goi-y/", drafts.follow, name="draft-follow"),
    path(f"{BASE}/<slug:public_id>/quyet-dinh/", draft_sheets.decisions, name="draft-decisions"),
    path(f"{BASE}/<slug:public_id>/doc-thanh/", draft_sheets.reads, name="draft-reads"),
    path(f"{BASE}/<slug:public_id>/cau-hoi/", draft_sheets.questions, name="draft-questions"),
    path(f"{BASE}/<slug:public_id>/phan-cong/", draft_sheets.assign, name="draft-assign"),
    path(f"{BASE}/<slug:public_id>/phan-cong.xlsx", draft_sheets.sheet, name="draft-sheet"),
    path(f"{BASE}/<slug:public_id>/ghi-chu.docx", draft_sheets.comments, name="draft-comments"),
    path(f"{BASE}/<slug:public_id>/duyet/", draft_closing.approve, name="draft-approve"),
    path(f"{BASE}/<slug:public_id>/rut/", draft_closing.withdraw, name="draft-withdraw"),
]
