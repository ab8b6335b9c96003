"""How a demo company is made up: departments with its people, and roles (P5, A12, A13, X1)."""

from __future__ import annotations

from tenants.people.models import Department, User
from tenants.services import departments, roles

TREE = (("영업본부", ""), ("영업1팀", "영업본부"), ("고객지원팀", ""), ("마케팅팀", ""))
"""(department, the one above it)."""
PLACES = {
    "sujin.lee": "영업본부",
    "minho.choi": "영업1팀",
    "doyun.kim": "고객지원팀",
    "jian.park": "마케팅팀",
    "hayun.jung": "영업1팀",
}
"""{mail name: department}."""
ROLES = {"영업 담당": ("minho.choi", "hayun.jung"), "상담원": ("doyun.kim",)}
"""{role: who has it}. Each begins with what members may, so that everybody can look around."""


def arrange() -> None:
    """Departments and roles of the present company, whose users are there."""
    made: dict[str, Department] = {}
    for name, above in TREE:
        made[name] = departments.create(name, made[above].pk if above else None)
    people = {user.email.partition("@")[0]: user for user in User.objects.all()}
    for mail, department in PLACES.items():
        departments.place(people[mail], made[department].pk)
    for name, holders in ROLES.items():
        role = roles.create(name)
        for mail in holders:
            roles.assign(people[mail], [role.pk])
