"""How files fill the other types of this module: by their forms, row by row (U5)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dangol.imports.declaration import Imports, Key
from modules.base.forms.sources import offered_names
from modules.base.imports import heads
from modules.base.values import PROBLEMS

account_imports = Imports(
    heads=heads.ACCOUNT,
    usual={"source": offered_names},
    problems=PROBLEMS,
    keys=(
        Key(code="business_number", label=_("Business number"), fields=("business_number",)),
        Key(code="name", label=_("Account name"), fields=("name",), shared=True),
    ),
)
contact_imports = Imports(
    heads=heads.CONTACT,
    keys=(
        Key(
            code="moment",
            label=_("Customer, time and subject"),
            fields=("customer", "contacted_at", "subject"),
        ),
    ),
)
order_imports = Imports(heads=heads.ORDER)
line_imports = Imports(
    heads=heads.LINE,
    keys=(
        Key(
            code="product",
            label=_("Order and product"),
            fields=("order", "product"),
            usual=False,
            shared=True,
        ),
    ),
)
product_imports = Imports(heads=heads.PRODUCT)
material_imports = Imports(heads=heads.MATERIAL)
complaint_imports = Imports(heads=heads.COMPLAINT)
interest_imports = Imports(heads=heads.INTEREST)
relation_imports = Imports(heads=heads.RELATION)
year_imports = Imports(heads=heads.YEAR)
address_imports = Imports(heads=heads.ADDRESS, problems=PROBLEMS)
rating_imports = Imports(heads=heads.RATING)
source_imports = Imports(heads=heads.SOURCE)
person_imports = Imports(heads=heads.PERSON)
