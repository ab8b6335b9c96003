"""Which screens are compared, and in which parts.

To add a screen, add a `Look` and run `RENEW=1 pytest tests/journeys/test_looks.py`; look at the
new pictures in `tests/visual/baseline/` before committing them.
"""

from __future__ import annotations

from dataclasses import dataclass

THEMES = ("light", "dark")


@dataclass(frozen=True, kw_only=True)
class Look:
    """A screen at `site` ("" is the public one) and `path`.

    `parts` is a selector: each element it finds is a picture of its own, named by its id; without
    it the window is one picture. `login` is who looks, an address of the demo company. What moves
    by itself (times, counters) is painted over: `moving` is a selector.
    """

    name: str
    path: str
    site: str = ""
    login: str = ""
    parts: str = ""
    moving: str = ""
    width: int = 1440
    height: int = 900


ADMIN = "sujin.lee@demo.example"
FRAME = "#sidebar, .toasts"
"""The frame shows the balance and what was opened last, which other journeys change."""

LOOKS = (
    Look(name="components", path="/dev/ui/", parts=".catalogue-section"),
    Look(name="prices", path="/?base=12&sales=6&service=4&campaign=4&email=50000&sms=4000"),
    Look(name="signup", path="/signup?base=12&full=4"),
    Look(name="login", path="/accounts/login/", site="demo"),
    Look(name="customer-new", path="/base/customers/new", site="demo", login=ADMIN, moving=FRAME),
    Look(name="hours", path="/tenants/company/hours", site="demo", login=ADMIN, moving=FRAME),
    Look(name="prices-phone", path="/?full=3", width=390, height=844),
)
