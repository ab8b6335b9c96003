"""What outside materials tell the shell."""

from django.utils.translation import gettext_lazy as _

from dangol.records.permissions import record_permissions
from dangol.registry import CodeTable, Counter, Declaration, MenuItem, QuickAction

module = Declaration(
    code="materials",
    label=_("Outside materials"),
    entitlement="base",
    requires=("base",),
    urls="modules.materials.urls",
    menu=(
        MenuItem(
            label=_("Outside materials"),
            url_name="materials:material-list",
            permission="materials.material.view",
            icon="library",
            also=("materials:add",),
            order=82,
        ),
    ),
    permissions=record_permissions(
        "materials.material",
        {
            "view": _("See outside materials"),
            "create": _("Bring in outside materials"),
            "edit": _("Change outside materials"),
            "delete": _("Move outside materials to the trash"),
            "import": _("Import outside materials"),
            "export": _("Export outside materials"),
        },
    ),
    records=("modules.materials.records.material_record",),
    vocabularies=("modules.materials.records.material_words",),
    code_tables=(
        CodeTable(
            code="materials.kind",
            label=_("Kinds of outside material"),
            record="materials.material",
            field="kind",
            may_add=True,
        ),
    ),
    quick_actions=(
        QuickAction(
            label=_("Bring in files as outside material"),
            url_name="materials:add",
            permission="materials.material.create",
            icon="files",
        ),
    ),
    counters=(
        Counter(
            code="materials.new",
            label=_("New outside materials"),
            permission="materials.material.view",
            count="modules.materials.counters.new",
            order=59,
        ),
    ),
    ready="modules.materials.queries.about.register",
    demo="modules.materials.demo.fill",
)
