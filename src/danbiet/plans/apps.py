"""Django registration of the room."""

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from danbiet.files.models import StoredFile
    from danbiet.people.models import Person


class PlansConfig(AppConfig):
    """The room ``plans``."""

    name = "danbiet.plans"
    label = "plans"

    def ready(self) -> None:
        """Rules for ``duties``, a step for ``tick``, names for the record, what the search box finds."""
        from danbiet.duties import ticking
        from danbiet.files.actions import register_access
        from danbiet.index import behind
        from danbiet.journal.recording import register_action
        from danbiet.notices import kinds
        from danbiet.pages import search
        from danbiet.people import matters
        from danbiet.plans import evaluations, finding, rules, telling

        matters.register(
            matters.Matter(
                "plan",
                _("Kế hoạch và nhiệm vụ"),
                matters.Default.LAW,
                10,
                _("Nội dung kế hoạch, nhiệm vụ, đơn vị chủ trì và phối hợp, văn bản được dẫn, bảng điểm"),
                law="publication.plan",
            ),
            matters.Matter(
                "evaluation",
                _("Đánh giá kế hoạch có hiệu quả hay không"),
                matters.Default.INTERNAL,
                60,
                _("Kết quả tính toán với các bộ số liệu đã công bố, ý kiến của người duyệt (nhất trí, khác, chưa ký)"),
                needs=("plan",),
            ),
            matters.Matter("drafts", _("Dự thảo kế hoạch, nghi vấn, câu hỏi mở"), matters.Default.NEVER, 91),
        )
        search.register(
            search.PORTAL, "ke-hoach", _("Kế hoạch và nhiệm vụ"), finding.find_in_portal, order=20, matter="plan"
        )
        search.register(search.OFFICE, "ke-hoach", _("Kế hoạch và nhiệm vụ"), finding.find_in_office, order=20)
        for area in (search.PORTAL, search.OFFICE):
            search.register(
                area, "van-ban-dan", _("Văn bản được dẫn"), finding.find_references, order=50, matter="plan"
            )
        behind.register(_works)
        rules.register()
        register_access(_may_see)
        ticking.register("plans", rules.step)
        ticking.register("plans-evaluations", evaluations.step, last=True)
        ticking.register("plans-told", telling.step, last=True)
        for kind in telling.KINDS:
            kinds.register(kind)
        register_action("plans.propose", vi="trình dự thảo kế hoạch", en="plan proposed")
        register_action("plans.resolve", vi="quyết định về nghi vấn", en="doubts decided")
        register_action("plans.withdraw", vi="rút dự thảo", en="draft withdrawn")
        register_action("plans.adopt", vi="duyệt và đưa kế hoạch vào thực hiện", en="plan adopted")
        register_action("plans.change", vi="thay đổi kế hoạch", en="plan changed")
        register_action("plans.questions.answer", vi="trả lời câu hỏi mở", en="open question answered")
        register_action("plans.questions.reassign", vi="giao lại câu hỏi mở", en="open question reassigned")
        register_action("plans.evaluation.request", vi="yêu cầu tính đánh giá kế hoạch", en="plan evaluation asked for")
        register_action("plans.evaluation.compute", vi="tính xong đánh giá kế hoạch", en="plan evaluation computed")
        register_action("plans.evaluation.opinion", vi="cho ý kiến về đánh giá", en="opinion on an evaluation")
        register_action("plans.event", vi="ghi nhận sự kiện", en="event declared")


def _works(*asked: Any) -> Any:
    """What stands behind the index's elements; loaded when somebody asks."""
    from danbiet.plans.behind import works

    return works(*asked)


def _may_see(person: "Person", stored: "StoredFile") -> bool:
    from danbiet.plans.actions import may_see_file

    return may_see_file(person, stored.sha256)
