"""No value of the research tables is forgotten: each of their keys has its counterpart here, on its first day.

Left out on purpose: what only the plan demands (it belongs to the plan), and what isn't law at all.
"""

import re
from datetime import date
from pathlib import Path

import pytest

from danbiet import law
from danbiet.law.strict import DatedText

RESEARCH = Path(__file__).resolve().parents[3] / "shared" / "research" / "law.md"

# A key of the tables, then our keys.
COUNTERPARTS = """
dan_chu.cong_khai.so_noi_dung                  disclosure.items
dan_chu.cong_khai.hinh_thuc                    disclosure.forms
dan_chu.niem_yet.noi_dung_bat_buoc             disclosure.posting.items
dan_chu.cong_khai.thoi_han_bat_dau             disclosure.start
dan_chu.niem_yet.thoi_gian_toi_thieu           disclosure.posting.minimum
dan_chu.niem_yet.dia_diem                      disclosure.posting.place
dan_chu.truyen_thanh.thoi_gian                 disclosure.loudspeakers.minimum disclosure.loudspeakers.start
dan_chu.danh_muc_da_cong_khai.chu_ky           disclosure.register.update
dan_chu.cong_khai.bao_cao_hdnd                 disclosure.report_to_council
dan_chu.luat_rieng_uu_tien                     disclosure.sector_law_prevails
dan_quyet.noi_dung                             decisions.matters decisions.matters.count
dan_quyet.hinh_thuc                            decisions.form decisions.ballot.team decisions.ballot.notice
dan_quyet.bieu_quyet                           decisions.voting decisions.repeat_below
dan_quyet.nguong                               decisions.threshold
dan_bieu_quyet.noi_dung                        decisions.recognised.matters
dan_bieu_quyet.nguong                          decisions.recognised.threshold
dan_bieu_quyet.cong_nhan_truong_thon           hamlets.head.recognition
dan_bieu_quyet.cong_nhan_huong_uoc             decisions.recognised.convention
dan_y_kien.noi_dung                            decisions.opinions.matters
dan_y_kien.hinh_thuc                           decisions.opinions.form
dan_giam_sat                                   decisions.supervision
dan_quyet.sang_kien_cong_dan                   decisions.initiative decisions.initiative.valid
dan_quyet.hop_cum                              decisions.cluster_meeting
dan_quyet.gui_ket_qua                          decisions.result.sent
dan_quyet.nguong.khoan_1_2                     decisions.threshold.contributions
dan_quyet.nguong.khoan_3_6                     decisions.threshold.other
dan_quyet.cong_nhan                            decisions.recognition
dan_y_kien.thoi_gian_toi_thieu                 decisions.opinions.minimum
doi_thoai.so_lan                               decisions.dialogue
hoi_nghi_thon.so_lan                           decisions.hamlet_conference decisions.hamlet_conference.notice
huong_uoc.niem_yet_du_thao                     decisions.convention.draft_posting
hop_cong_dong.thong_bao                        decisions.meeting.notice decisions.meeting.documents decisions.meeting.counting_team decisions.meeting.witnesses decisions.meeting.minutes
truong_thon.nhiem_ky                           hamlets.head.term hamlets.head.term.adjustment
truong_thon.nhiem_ky.ca_mau                    hamlets.regulation.ca_mau
truong_thon.lam_thoi                           hamlets.head.interim
truong_thon.tuoi                               hamlets.head.age
truong_thon.cu_tru                             hamlets.head.residence
truong_thon.so_ung_vien                        hamlets.head.candidates
truong_thon.hinh_thuc_bau                      hamlets.head.voting
truong_thon.quorum                             hamlets.head.quorum
truong_thon.trung_cu                           hamlets.head.majority
truong_thon.ke_hoach                           hamlets.head.plan
truong_thon.to_bau_cu                          hamlets.head.election_team
truong_thon.danh_sach_gui_ubnd                 hamlets.head.list_to_commune
truong_thon.niem_yet_quyet_dinh                hamlets.head.decision_posting
truong_thon.cong_nhan                          hamlets.head.recognition
truong_thon.cho_thoi                           hamlets.head.recall
truong_thon.bau_lai                            hamlets.head.reelection
truong_thon.bau_truc_tuyen                     hamlets.online_vote
thon.quyet_dinh_thanh_lap                      hamlets.founding
ttnd.nghi_dinh                                 inspection_boards.instrument
ttnd.so_thanh_vien                             inspection_boards.members inspection_boards.members.small inspection_boards.members.medium inspection_boards.members.large inspection_boards.members.size_medium inspection_boards.members.size_large inspection_boards.deputies
ttnd.nhiem_ky                                  inspection_boards.term inspection_boards.term.rule
ttnd.bau                                       inspection_boards.voting inspection_boards.quorum inspection_boards.majority
ttnd.cong_nhan                                 inspection_boards.recognition
ttnd.khong_kiem_nhiem                          inspection_boards.incompatibility
ttnd.tra_loi_kien_nghi                         inspection_boards.answer
ttnd.bao_cao                                   inspection_boards.reports
ttnd.kinh_phi_toi_thieu                        inspection_boards.funding.minimum
gsdtcd.van_ban                                 supervision_boards.instrument
gsdtcd.so_thanh_vien                           supervision_boards.members
gsdtcd.dai_dien_dan                            supervision_boards.representatives supervision_boards.deputies
gsdtcd.thong_bao_chu_dau_tu                    supervision_boards.investor_notice
gsdtcd.tra_loi                                 supervision_boards.answer
gsdtcd.het_nhiem_vu                            supervision_boards.dissolution
dong_gop.van_ban                               contributions.instrument
dong_gop.nguyen_tac                            contributions.principle
dong_gop.cong_khai_tai_chinh                   contributions.disclosure
dong_gop.so_theo_doi                           contributions.ledger
dong_gop.nguong_thong_qua                      contributions.threshold
bau_cu.tuoi_bau / ung_cu                       elections.voting_age elections.candidate_age
bau_cu.cong_bo_ngay                            elections.announcement
bau_cu.niem_yet_cu_tri                         elections.voter_list.posting
bau_cu.gio_bo_phieu                            elections.polls.open elections.polls.close elections.polls.earliest elections.polls.latest
bau_cu.ngay                                    elections.day
ho_ngheo.thu_nhap.nong_thon                    poor_households.income.rural poor_households.income_with_deprivation.rural
ho_ngheo.thu_nhap.thanh_thi                    poor_households.income.urban poor_households.income_with_deprivation.urban
ho_can_ngheo.nong_thon / thanh_thi             poor_households.near_poor.rural poor_households.near_poor.urban
muc_song_tb.nong_thon / thanh_thi              poor_households.average.rural poor_households.average.urban
ho_ngheo.dich_vu / chi_so                      poor_households.services poor_households.indicators
ho_ngheo.nguong_thieu_hut                      poor_households.deprivations
ho_can_ngheo                                   poor_households.near_poor.deprivations
muc_song_tb                                    poor_households.average.rural poor_households.average.urban
ho_ngheo.thu_nhap.nong_thon / thanh_thi        poor_households.income.rural poor_households.income.urban poor_households.deprivations
ra_soat.van_ban                                poor_households.review.instrument
ra_soat.dinh_ky                                poor_households.review.start poor_households.review.end poor_households.review.times
ra_soat.bao_cao_so_bo                          poor_households.review.report.preliminary
ra_soat.bao_cao_chinh_thuc                     poor_households.review.report.final
ra_soat.bao_cao_phat_sinh                      poor_households.review.report.changes
ra_soat.buoc_2016                              poor_households.review.steps
ra_soat.hop_dan.dong_y_2016                    poor_households.review.meeting.agreement
ra_soat.niem_yet_2016                          poor_households.posting.minimum
ra_soat.thuong_xuyen                           poor_households.monthly.list_day poor_households.monthly.settlement
ra_soat.hop_dan.dong_y                         poor_households.review.meeting.agreement poor_households.review.meeting.minutes
ra_soat.niem_yet                               poor_households.posting.minimum
ra_soat.phuc_tra                               poor_households.recheck poor_households.recheck.posting
ra_soat.y_kien_huyen                           poor_households.district_opinion
ra_soat.co_quan                                poor_households.agency
ns_xa.luat                                     budgets.law budgets.disclosure.instrument
ns_xa.niem_yet_toi_thieu                       budgets.commune.posting.minimum
ns_xa.han.du_toan_trinh                        budgets.commune.draft
ns_xa.han.du_toan_quyet_dinh                   budgets.commune.decided
ns_xa.han.quyet_toan                           budgets.commune.accounts
ns_xa.han.quy_6thang                           budgets.commune.execution
ns_xa.han.nam                                  budgets.commune.execution.year
ns_xa.han.2016                                 budgets.commune.decided budgets.commune.accounts budgets.province.decided
ns_xa.hinh_thuc.trinh_va_thuc_hien             budgets.commune.form.draft
ns_xa.hinh_thuc.quyet_dinh_va_quyet_toan       budgets.commune.form.decided
ns_xa.hinh_thuc.2026                           budgets.commune.form.portal
ns_xa.bieu                                     budgets.commune.tables.draft budgets.commune.tables.decided budgets.commune.tables.execution budgets.commune.tables.accounts budgets.commune.tables.decision
ns_xa.ky_thuc_hien                             budgets.commune.execution.periods
ns_xa.gui_cap_tren                             budgets.commune.channel
ns_huyen.bao_cao_cong_khai                     budgets.district.report.budget budgets.district.report.accounts
ns_tinh.bao_cao_cong_khai                      budgets.province.report.budget budgets.province.report.accounts
ns_donvi.du_toan / quy / nam / quyet_toan      budgets.unit.estimate budgets.unit.quarter budgets.unit.year budgets.unit.accounts
dat.luat                                       land.law
dat.lay_y_kien.hinh_thuc.huyen                 land.consultation.form.district
dat.lay_y_kien.hinh_thuc.tinh                  land.consultation.form.province
dat.lay_y_kien.noi_dung                        land.consultation.matters
dat.lay_y_kien.thoi_gian                       land.consultation
dat.cong_khai.han                              land.disclosure
dat.cong_khai.thoi_gian                        land.disclosure.span
dat.cong_khai.noi                              land.disclosure.place
dat.khsdd_huyen.chu_ky                         land.district_plan.cycle
dat.khung_gia                                  land.price_frame.cycle land.price_frame.published
dat.bang_gia                                   land.price_table.cycle land.price_table.published land.price_table.authority
dat.bang_gia.ca_mau                            land.price_table.ca_mau
dat.thu_hoi.thong_bao                          land.recovery.notice.agricultural land.recovery.notice.other
dat.pabt.niem_yet                              land.compensation.posting
dat.pabt.doi_thoai                             land.compensation.dialogue
dat.pabt.tham_dinh / chi_tra                   land.compensation.appraisal land.compensation.payment
dat.pabt.cap_tham_quyen                        land.compensation.authority
dat.qh_xd_nong_thon.lay_y_kien                 land.rural_construction_plan.agencies land.rural_construction_plan.people
kn.luat                                        complaints.instrument
kn.nghi_dinh                                   complaints.decree
kn.thoi_hieu                                   complaints.limit
kn.lan1.thu_ly                                 complaints.first.acceptance
kn.lan1.giai_quyet                             complaints.first.settlement complaints.first.settlement.complex
kn.lan1.giai_quyet.vung_xa                     complaints.first.settlement.remote complaints.first.settlement.remote_complex
kn.lan1.gui_quyet_dinh                         complaints.first.decision_sent
kn.lan2.thoi_han_khieu_nai                     complaints.second.limit complaints.second.limit.remote
kn.lan2.thu_ly                                 complaints.second.acceptance
kn.lan2.giai_quyet                             complaints.second.settlement complaints.second.settlement.complex
kn.lan2.giai_quyet.vung_xa                     complaints.second.settlement.remote complaints.second.settlement.remote_complex
kn.lan2.gui_quyet_dinh                         complaints.second.decision_sent
kn.cong_khai                                   complaints.disclosure complaints.disclosure.posting
kn.hieu_luc                                    complaints.effect.first complaints.effect.first.remote complaints.effect.second complaints.effect.second.remote
kn.ky_luat_cbcc                                complaints.discipline.limit complaints.discipline.second_limit complaints.discipline.settlement complaints.discipline.settlement.complex
kn.doi_thoai.thong_bao                         complaints.dialogue.notice
kn.phuc_tap.tieu_chi                           complaints.complex.criteria
tc.luat                                        denunciations.instrument
tc.lan_dau.kiem_tra                            denunciations.check denunciations.check.several_places
tc.chuyen_don                                  denunciations.transfer
tc.giai_quyet                                  denunciations.settlement denunciations.settlement.complex denunciations.settlement.very_complex
tc.gia_han                                     denunciations.settlement denunciations.settlement.complex
tc.thu_ly                                      denunciations.acceptance denunciations.acceptance.several_places
tc.cong_khai_ket_luan                          denunciations.conclusion.disclosure
tc.phuc_tap.tieu_chi                           denunciations.complex.criteria denunciations.complex.places denunciations.complex.contents
tc.bao_ve                                      denunciations.protection
pakn.van_ban                                   feedback.instrument
pakn.dau_moi                                   feedback.focal_point
pakn.chuyen                                    feedback.transfer
pakn.cong_khai                                 feedback.disclosure
pakn.mot_cua                                   feedback.one_stop
tiep_dan.luat                                  reception.instrument reception.decree
tiep_dan.chu_tich_xa                           reception.commune_chair
tiep_dan.chu_tich_huyen                        reception.district_chair
tiep_dan.chu_tich_tinh                         reception.province_chair
tiep_dan.thu_truong_co_quan                    reception.agency_head
tiep_dan.dot_xuat                              reception.extraordinary
tiep_dan.lich.niem_yet                         reception.schedule.posting
tiep_dan.tra_loi                               reception.answer
tiep_dan.dai_dien_dong_nguoi                   reception.representatives.small_group reception.representatives.large_group reception.group.small reception.group.large
tiep_dan.tu_choi.thong_bao                     reception.refusal.notice
tiep_dan.truc_tuyen.thong_bao                  reception.online.notice
giai_trinh.van_ban                             accountability.instrument
giai_trinh.tiep_nhan                           accountability.acceptance
giai_trinh.thoi_han                            accountability.answer
pctn.luat                                      anti_corruption.instrument
pctn.bao_cao_noi_bo.xu_ly                      anti_corruption.internal_report anti_corruption.internal_report.complex
pctn.bao_cao_nam.tinh.cong_khai                anti_corruption.province_report
khen_thuong.van_ban                            anti_corruption.reward.instrument
khen_thuong.hang                               anti_corruption.reward.medal anti_corruption.reward.prime_minister anti_corruption.reward.province
khen_thuong.them                               anti_corruption.reward.more.above anti_corruption.reward.more.share anti_corruption.reward.more.cap
khen_thuong.quy                                anti_corruption.reward.fund
luong_co_so                                    anti_corruption.base_salary
mot_cua.van_ban                                one_stop.instrument
mot_cua.xin_loi                                one_stop.apology one_stop.apology.before one_stop.reschedule.times
mot_cua.chuyen_ho_so                           one_stop.transfer one_stop.transfer.afternoon
mot_cua.tra_ho_so_khong_du                     one_stop.incomplete.return one_stop.incomplete.times
mot_cua.dung_han                               one_stop.on_time
mot_cua.thoi_han_luan_chuyen_cong_chuc         one_stop.rotation
mot_cua.hop_lanh_dao                           one_stop.leaders_meeting
mot_cua.mau                                    one_stop.forms
mot_cua.ma_ho_so                               one_stop.dossier_number
mot_cua.danh_gia                               one_stop.rating.indicators one_stop.rating.indicator_levels one_stop.rating.maximum one_stop.rating.excellent one_stop.rating.good one_stop.rating.fair one_stop.rating.average one_stop.rating.weak one_stop.rating.officer.high one_stop.rating.officer.middle one_stop.rating.officer.low
dvc.muc                                        online_services.levels online_services.levels.count
tthc.van_ban                                   procedures.instrument
tthc.huong_dan                                 procedures.guidance
tthc.cong_bo.bo / tinh                         procedures.announcement.ministry procedures.announcement.province
tthc.csdl                                      procedures.database.long procedures.database.middle procedures.database.short
tthc.niem_yet                                  procedures.posting.place
tthc.bao_cao                                   procedures.report
bc.chot.thang                                  reporting.cutoff.day reporting.window.first_day
bc.chot.quy                                    reporting.cutoff.day reporting.window.first_day
bc.chot.6t_dau                                 reporting.cutoff.day reporting.window.first_day
bc.chot.6t_cuoi                                reporting.cutoff.day reporting.window.first_day
bc.chot.nam                                    reporting.cutoff.day reporting.window.first_day
bc.han_gui                                     reporting.submission.minimum
bc.chot.quy (before 2019)                      reporting.cutoff.day reporting.window.first_day reporting.submission.minimum
bc.chot.thong_ke                               reporting.statistics.periods
nghi_le.so_ngay                                working_days.holidays
nghi_bu                                        working_days.compensation
hoan_doi                                       working_days.week
tuan_lam_viec                                  working_days.week
thoi_han.bat_dau                               working_days.counting
thoi_han.ket_thuc_ngay_nghi                    working_days.counting
thoi_han.thang                                 working_days.counting.months
thoi_han.24h                                   working_days.counting.day_end
thoi_han (before 2017)                         working_days.counting
chứng thực bản sao, chữ ký                     procedure_times.certification.copies procedure_times.same_day_hour
chứng thực hợp đồng, giao dịch                 procedure_times.certification.contracts
khai sinh                                      procedure_times.birth procedure_times.birth.parents
kết hôn                                        procedure_times.marriage procedure_times.marriage.verification
khai tử                                        procedure_times.death procedure_times.death.verification
giám hộ                                        procedure_times.guardianship
nhận cha, mẹ, con                              procedure_times.parentage
thay đổi, cải chính hộ tịch                    procedure_times.civil_status_change
giấy phép xây dựng (công trình)                procedure_times.construction_permit procedure_times.construction_permit.adjustment
giấy phép xây dựng nhà ở riêng lẻ              procedure_times.construction_permit.house
gia hạn / cấp lại GPXD                         procedure_times.construction_permit.renewal
GPXD authority                                 procedure_times.construction_permit.authority
GCN QSDĐ lần đầu                               procedure_times.land_certificate procedure_times.land_certificate.remote
sang tên (chuyển nhượng, tặng cho)             procedure_times.land_transfer
chuyển mục đích SDĐ                            procedure_times.land_purpose
giao đất, cho thuê đất                         procedure_times.land_allocation
xác nhận tình trạng hôn nhân                   procedure_times.marital_status
"""  # noqa: E501
MAP = dict(re.split(r"\s{2,}", line, maxsplit=1) for line in COUNTERPARTS.strip().splitlines())

# The plan's own demands (trap 1), two proposals of the research and a sentence on keeping committed times apart.
NOT_LAW = {
    "truong_thon.cu_tri", "dong_gop.giam_sat", "dat.cong_khai_bang_gia", "mot_cua.khao_sat", "dvc.map",
    "bc.ky (plan)", "bc.kenh.2016", "bc.kenh.2025", "bc.danh_gia_nam",
}  # fmt: skip


def rows():
    """The rows of the keyed tables of sections 1 to 8: key, value, from, status."""
    text = RESEARCH.read_text("utf-8")
    text = text[text.index("## 1. Grassroots") : text.index("## 9. Official")]
    header, found = [], []
    for line in text.splitlines():
        cells = [cell.strip().replace("**", "") for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            header = []
        elif not header:
            header = cells
        elif header[0] in ("key", "procedure") and not set(cells[0]) <= set("-"):
            row = dict(zip(header, cells, strict=False))
            value = row.get("value", row.get("2016 value", ""))
            found.append((cells[0], value, row.get("from", "2016-09-09"), cells[-1]))
    return found


def numbers(text):
    whole = [int(one.replace(".", "")) for one in re.findall(r"\d{1,3}(?:\.\d{3})+", text)]
    return {*whole, *(float(one) for one in re.findall(r"(?<![\d.])\d+(?:\.\d)?(?![\d.])", text))}


def amounts(value):
    if not isinstance(value.value, law.Quantity):
        return set()
    found = [value.value.amount, *value.value.others]
    found += [one for one in (value.value.upper, value.extension and value.extension.amount) if one]
    return {float(one) for one in found} | {float(getattr(one, "numerator", 0) or 0) for one in found}


def in_force(key, day):
    return [one for one in law.parameter(key).values if one.first_day <= day and (one.last_day or date.max) >= day]


needs_research = pytest.mark.skipif(not RESEARCH.is_file(), reason="the folder ../shared isn't beside the checkout")


@pytest.mark.shared
@needs_research
def test_no_key_is_forgotten():
    keys = {row[0] for row in rows() if not row[0].startswith("The province's own")}
    assert len(keys) > 220
    assert keys - MAP.keys() == NOT_LAW
    assert MAP.keys() <= keys


@pytest.mark.shared
@needs_research
def test_every_row_has_its_value_on_its_first_day():
    missing = []
    for key, value, first, status in rows():
        if key not in MAP or status == "[SEED]":
            continue
        day = DatedText.parse((re.search(r"\d{4}(?:-\d\d){0,2}", first) or re.search(r"2016-09-09", "2016-09-09"))[0])
        found = [one for ours in MAP[key].split() for one in in_force(ours, day.last)]
        given = {float(one) for one in numbers(value)}
        held = set().union(*map(amounts, found)) if found else set()
        if not found or (given and held and not given & held):
            missing.append((key, value, first, held))
        if status.startswith("[M") and not any(one.to_verify for one in found):
            missing.append((key, status, first, "verified"))
    assert not missing


def test_every_one_of_our_keys_has_a_ground_in_the_tables():
    known = {key for ours in MAP.values() for key in ours.split()}
    # From the tables of instruments, which have no keys; those of publication are to be verified, each says so.
    unkeyed = {
        "disclosure.instrument", "disclosure.guidance", "hamlets.instrument", "hamlets.classification.ca_mau",
        "publication.plan", "publication.contacts",
    }  # fmt: skip
    assert all(one.to_verify for one in law.parameters() if one.key.startswith("publication."))
    assert {one.key for one in law.parameters()} - known == unkeyed
    assert known <= {one.key for one in law.parameters()}
