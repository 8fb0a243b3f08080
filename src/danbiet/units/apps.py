"""Django registration of the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from danbiet.base import clock


class UnitsConfig(AppConfig):
    """The room ``units``."""

    name = "danbiet.units"
    label = "units"

    def ready(self) -> None:
        """The record knows what this room does; the search box finds units."""
        from danbiet.journal.recording import register_action
        from danbiet.pages import search
        from danbiet.people import matters, policies
        from danbiet.units import finding, queries

        matters.register(
            matters.Matter(
                "contacts",
                _("Đơn vị và cách liên hệ"),
                matters.Default.LAW,
                20,
                _("Điện thoại, thư điện tử, trụ sở, trang thông tin mà đơn vị ghi là công khai"),
                law="publication.contacts",
            )
        )
        policies.register_lineages(lambda units: queries.lineages(units, clock.today()))
        for area in (search.PORTAL, search.OFFICE):
            search.register(area, "don-vi", _("Đơn vị"), finding.find, order=10)
        register_action("units.load", vi="nạp danh mục đơn vị", en="units loaded")
        register_action("units.phone", vi="ghi điện thoại của đơn vị", en="telephone of a unit written down")
        register_action("units.list", vi="xác nhận danh sách đơn vị", en="list of units confirmed")
