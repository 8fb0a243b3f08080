"""Designations and times of the plan of 2016 and of the lines around it, as plans write them and as scans read them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danbiet.reading.blocks import Place
from danbiet.reading.plan import designations, timing

DC = ["committee.district", "committee.commune"]
WRITTEN = {
    "UBND cấp huyện": DC[:1],
    "UBND các huyện, thành phố Cà Mau": DC[:1],
    "UBND các huyện, thành phố": DC[:1],
    "UBND cấp xã": DC[1:],
    "UBND các xã, phường, thị trấn": DC[1:],
    "UBND cấp huyện, cấp xã": DC,
    "Sở, ban, ngành tỉnh": ["agencies.province"],
    "Thủ trưởng các sở, ban, ngành tỉnh": ["agencies.province"],
    "Các sở, ngành tỉnh": ["agencies_with_procedures.province"],
    "Sở NN&PTNT": ["agriculture.province"],
    "Sở TT&TT": ["information.province"],
    "Văn phòng UBND tỉnh": ["office.province"],
    "Mặt trận Tổ quốc các cấp": ["front.all"],
    "UB MTTQ Việt Nam tỉnh": ["front.province"],
    "Cơ quan Nội vụ các cấp": ["home_affairs.all"],
    "Cơ quan Kế hoạch và Đầu tư, Xây dựng, Tài chính … các cấp": ["planning.all", "construction.all", "finance.all"],
    "Cơ quan Lao động - Thương binh và Xã hội": ["labour.all"],
    "Cơ quan Thanh tra các cấp": ["inspectorate.all"],
    "Cơ quan Y tế, Giáo dục và Đào tạo các cấp": ["health.all", "education.all"],
    "Cơ quan y tế, Bảo hiểm xã hội cấp tỉnh, cấp huyện": [
        "health.province_district", "social_insurance.province_district"
    ],
    "Cơ quan Thông tin và Truyền thông cấp tỉnh, cấp huyện": ["information.province_district"],
    "Cơ quan Công an các cấp": ["police.all"],
    "Đài Truyền thanh cấp huyện": ["radio_station.district"],
    "Trạm Truyền thanh cấp xã": ["radio_station.commune"],
    "các bệnh viện": ["hospitals.any"],
    "bệnh viện các tuyến": ["hospitals.any"],
    "các trường tiểu học của các đơn vị cấp huyện": ["primary_schools.district"],
    "Văn phòng Điều phối nông thôn mới": ["new_rural_office.province"],
    "Công ty cổ phần Cấp nước Cà Mau": ["water_company.province"],
    "các cơ quan có liên quan": ["related_agencies.any"],
    "Phòng Nội vụ": ["home_affairs.district"],
    "Đài, báo của tỉnh": ["press.province"],
    "các cơ quan báo, đài của tỉnh": ["press.province"],
}  # fmt: skip


# Of a later year, and bodies that no key stands for: known by their own names or not at all.
WRITTEN |= {
    "Sở Nông nghiệp và Môi trường": ["agriculture.province"],
    "Sở Dân tộc và Tôn giáo": ["ethnic.province"],
    "Sở Ngoại vụ": [None],
    "Hội Nông dân tỉnh": [None],
    "Liên đoàn Lao động tỉnh": [None],
    "Tòa án nhân dân tỉnh": [None],
}
# As a scan may read them: keys as if they were right, and what the doubt says they may be.
MISREAD = {
    "UBND cấp hukện, UBND cấp xã": (DC, ["Ủy ban nhân dân cấp huyện"]),
    "UBND cấp huyện, UBND cấp lã": (DC, ["Ủy ban nhân dân cấp xã"]),
    "UBND cấphuyện": (DC[:1], ["Ủy ban nhân dân cấp huyện"]),
    "UBNO cấp huyện": (DC[:1], ["Ủy ban nhân dân cấp huyện"]),
    "Cơ quan Nội vụ ve Mặt trận Tổ quốc cắc cốp": (["home_affairs.all", "front.all"], ["Mặt trận Tổ quốc các cấp"]),
    "Cơ quan Gino dục và Đào tạo cấp tỉnh, cấp huyện": (
        ["education.province_district"], ["cơ quan Giáo dục và Đào tạo cấp tỉnh, cấp huyện"]),
    "hBND cấp huyện": ([None], []),  # the committee or the council
}  # fmt: skip


@pytest.mark.parametrize("text", MISREAD)
def test_a_designation_misread_by_a_letter(text):
    keys, meant = MISREAD[text]
    assert [entry.designation for entry in designations.parse(text, Place())] == keys
    assert [right for _, right in designations.misread(text)] == meant
    assert all(entry.text in text for entry in designations.parse(text, Place()))
    assert all(wrong in text for wrong, _ in designations.misread(text))


@settings(deadline=None)
@given(text=st.sampled_from([text for text, keys in WRITTEN.items() if None not in keys]), chance=st.randoms())
def test_a_letter_wrong_never_names_another_body_without_a_doubt(text, chance):
    letters = list(text)
    at = chance.randrange(len(letters))
    if letters[at].isalpha():
        letters[at] = chance.choice("abcdđeêghiklmnoôơpqrstuưvxyáàảãạếệốộứự")
    wrong = "".join(letters)
    found = [entry.designation for entry in designations.parse(wrong, Place())]
    assert found == WRITTEN[text] or None in found or designations.misread(wrong)


@pytest.mark.parametrize("text", WRITTEN)
def test_a_designation_as_it_is_written(text):
    assert [entry.designation for entry in designations.parse(text, Place())] == WRITTEN[text]


TIMES = {
    "Hàng quý": ("continuous", ()),
    "Thường xuyên hàng năm": ("continuous", ()),
    "Định kỳ hàng quý, 6 tháng, năm": ("continuous", ()),
    "6 tháng/lần": ("continuous", ()),
    "Trước ngày 31/12 hằng năm": ("yearly", ()),
    "01 lần/năm": ("yearly", ()),
    "Hàng năm, khi có thông tin": ("yearly", ("khi có thông tin",)),
    "Theo lộ trình của tỉnh": ("external", ()),
    "Quý IV/2016": ("event", ("Quý IV/2016",)),
    "Khi có phát sinh": ("event", ("Khi có phát sinh",)),
    "Thường xuycn": ("continuous", ()),
    "Hàrg năm": ("yearly", ()),
    "-": ("missing", ()),
}


@pytest.mark.parametrize("text", TIMES)
def test_a_time_as_it_is_written(text):
    found = timing.parse(text)
    assert (found.kind, found.events) == TIMES[text]
    assert bool(timing.misread(text)) == (text in ("Thường xuycn", "Hàrg năm"))
