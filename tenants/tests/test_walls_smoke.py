from tenants import context
from tenants.people.models import User


def test_two_companies(hanbit, daon, ada, eve, bob, dan):
    assert bob.pk == dan.pk
    with context.inside(hanbit):
        assert User.objects.count() == 3
    with context.inside(daon):
        assert User.objects.get(pk=bob.pk).name == "댄"
