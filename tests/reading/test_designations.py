"""Every designation of the plan of 2016 and of the lines around it, as plans write them, by its key."""

import pytest

from danbiet.reading.blocks import Place
from danbiet.reading.plan import designations

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


@pytest.mark.parametrize("text", WRITTEN)
def test_a_designation_as_it_is_written(text):
    assert [entry.designation for entry in designations.parse(text, Place())] == WRITTEN[text]
