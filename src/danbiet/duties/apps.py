"""Django registration of the room."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from danbiet.files.models import StoredFile
    from danbiet.people.models import Person


class DutiesConfig(AppConfig):
    """The room ``duties``."""

    name = "danbiet.duties"
    label = "duties"

    def ready(self) -> None:
        """The record knows what this room does; files of evidence are seen by whoever may see the duty."""
        from danbiet.duties import escalation, explaining, finding, foretelling, reminders, ticking
        from danbiet.files.actions import register_access
        from danbiet.journal.recording import register_action
        from danbiet.notices import kinds
        from danbiet.pages import search
        from danbiet.people.publishing import register_listener

        register_action("duties.make", vi="tạo nghĩa vụ", en="duties made")
        register_action("duties.fulfil", vi="ghi nhận minh chứng", en="evidence recorded")
        register_action("duties.withdraw", vi="rút minh chứng", en="evidence withdrawn")
        register_action("duties.waive", vi="miễn nghĩa vụ", en="duty waived")
        register_action("duties.supersede", vi="đóng nghĩa vụ do kế hoạch thay đổi", en="duties superseded")
        register_action("duties.reopen", vi="mở lại nghĩa vụ đã đóng", en="duties reopened")
        register_action("duties.inherit", vi="chuyển nghĩa vụ cho đơn vị kế thừa", en="duty inherited")
        register_action("duties.remind", vi="nhắc việc", en="reminders written")
        register_action("duties.escalate", vi="báo cáo lên cấp trên", en="reported to a superior")
        register_action("duties.explain", vi="đơn vị giải thích", en="explained by the unit")
        explaining.register_matters()
        register_listener(foretelling.tell)
        register_access(_may_see)
        search.register(search.OFFICE, "viec", _("Việc của đơn vị"), finding.find_duties, order=30)
        search.register(search.OFFICE, "van-ban", _("Văn bản minh chứng"), finding.find_documents, order=40)
        kinds.register(reminders.KIND_OF_MESSAGE)
        kinds.register(escalation.KIND_OF_MESSAGE)
        kinds.register(foretelling.KIND_OF_MESSAGE)
        ticking.register("succession", ticking.succession_step)
        ticking.register("reminders", reminders.step, last=True)
        ticking.register("escalations", escalation.step, last=True)
        ticking.register("foretold", foretelling.step, last=True)


def _may_see(person: "Person", stored: "StoredFile") -> bool:
    from danbiet.duties.queries import may_see_file

    return may_see_file(person, stored.sha256)
