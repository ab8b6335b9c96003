"""The account (거래처): a company that customers work at and that orders come from (C1, C2)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.records.model import PLAIN, MergeableModel, owner_field, sorted_by
from dangol.search.indexes import search_indexes
from modules.base.models.account_group import AccountGroup
from modules.base.models.grade import Grade


class Account(MergeableModel):
    """One company that the own company deals with, or would like to."""

    record_code = "base.account"

    class State(models.TextChoices):
        """How far one is with it (거래 상태)."""

        PROSPECT = "prospect", pgettext_lazy("account", "Prospect")
        ACTIVE = "active", pgettext_lazy("account", "Dealing")
        DORMANT = "dormant", pgettext_lazy("account", "Dormant")
        ENDED = "ended", pgettext_lazy("account", "Ended")

    class Industry(models.TextChoices):
        """업종. Each word is its code, so that the search finds by it."""

        MANUFACTURING = "제조", _("Manufacturing")
        ELECTRONICS = "전자", _("Electronics")
        MACHINERY = "기계", _("Machinery")
        CHEMICALS = "화학", _("Chemicals")
        HEALTH = "의료·제약", _("Health and medicine")
        FOOD = "식품", _("Food")
        FASHION = "섬유·패션", _("Textiles and fashion")
        BEAUTY = "화장품", _("Cosmetics")
        CONSTRUCTION = "건설·건축", _("Construction")
        ENERGY = "에너지·환경", _("Energy and environment")
        DISTRIBUTION = "유통", _("Distribution")
        LOGISTICS = "물류", _("Logistics")
        TRADE = "무역", _("Foreign trade")
        SOFTWARE = "정보통신", _("Software and communication")
        DESIGN = "디자인·인쇄", _("Design and printing")
        EDUCATION = "교육", _("Education")
        FINANCE = "금융·보험", _("Finance and insurance")
        SERVICES = "서비스", _("Services")
        PUBLIC = "공공", _("Public sector")
        OTHER = "기타", pgettext_lazy("industry", "Something else")

    class Size(models.TextChoices):
        """기업 규모."""

        LARGE = "large", _("Large company")
        MIDDLE = "middle", _("Mid-sized company")
        SMALL = "small", _("Small company")
        PUBLIC = "public", _("Public body")
        OTHER = "other", pgettext_lazy("size", "Something else")

    class Credit(models.IntegerChoices):
        """신용도, best first (C7)."""

        A = 1, "A"
        B = 2, "B"
        C = 3, "C"
        D = 4, "D"
        E = 5, "E"

    name = models.CharField(_("Account name"), max_length=100, db_collation=PLAIN)
    business_number = models.CharField(_("Business number"), max_length=10, blank=True)
    """Ten digits with a right check digit; unique when given."""
    state = models.CharField(
        pgettext_lazy("account", "Dealings"), max_length=60, choices=State, default=State.PROSPECT
    )
    representative = models.CharField(_("Representative"), max_length=60, blank=True)
    industry = models.CharField(
        _("Industry"), max_length=60, choices=Industry, blank=True, db_collation=PLAIN
    )
    size = models.CharField(_("Company size"), max_length=60, choices=Size, blank=True)
    grade = models.PositiveSmallIntegerField(_("Grade"), choices=Grade, null=True, blank=True)
    credit = models.PositiveSmallIntegerField(
        _("Credit rating"), choices=Credit, null=True, blank=True
    )
    credit_on = models.DateField(_("Credit rated on"), null=True, editable=False)
    favour = models.PositiveSmallIntegerField(
        _("Favour and dealings"), choices=Credit, null=True, blank=True
    )
    """우호도·거래 등급, best first; like `credit` the latest of its dated history."""
    favour_on = models.DateField(_("Favour rated on"), null=True, editable=False)
    group: models.ForeignKey[AccountGroup | None, AccountGroup | None] = models.ForeignKey(
        AccountGroup,
        verbose_name=_("Account group"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="accounts",
    )
    is_partner = models.BooleanField(_("Partner"), default=False, db_default=False)
    """협력 업체: one sells or builds together with it (C5)."""
    is_competitor = models.BooleanField(_("Competitor"), default=False, db_default=False)
    """경쟁 업체: one meets it in deals (C6)."""
    founded = models.PositiveSmallIntegerField(_("Year of foundation"), null=True, blank=True)
    employees = models.PositiveIntegerField(_("Employees"), null=True, blank=True)
    revenue = models.BigIntegerField(_("Yearly revenue"), null=True, blank=True)
    """연간매출액, in won."""
    capital = models.BigIntegerField(_("Capital"), null=True, blank=True)
    """자본금, in won."""
    goods = models.CharField(
        _("What it makes"), max_length=200, blank=True, default="", db_default=""
    )
    output = models.CharField(
        _("How much it makes"), max_length=100, blank=True, default="", db_default=""
    )
    """생산규모, as people say it: 10만 대/년."""
    phone = models.CharField(_("Main phone"), max_length=30, blank=True)
    fax = models.CharField(_("Fax"), max_length=30, blank=True)
    homepage = models.CharField(_("Homepage"), max_length=200, blank=True)
    postcode = models.CharField(_("Postcode"), max_length=7, blank=True)
    line1 = models.CharField(_("Address"), max_length=200, blank=True)
    line2 = models.CharField(_("Address, detail"), max_length=100, blank=True)
    parent: models.ForeignKey[Account | None, Account | None] = models.ForeignKey(
        "self",
        verbose_name=_("Parent account"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
    )
    source = models.CharField(_("Source"), max_length=60, blank=True, default="", db_default="")
    owner = owner_field()
    memo = models.TextField(_("Memo"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("Account")
        verbose_name_plural = _("Accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["business_number"],
                condition=models.Q(deleted_at=None) & ~models.Q(business_number=""),
                name="base_account_business_number",
            ),
        ]
        indexes = [
            *sorted_by(
                "base_account",
                "name", "state", "industry", "grade", "credit", "favour", "revenue", "owner",
                "source", "created_at",
            ),
            *search_indexes(
                "base_account",
                title="name",
                words=("name", "representative", "industry", "custom_words"),
                numbers=("business_number",),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
