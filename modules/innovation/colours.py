"""The colours of stages at first, as kinds of `status`; companies choose others (A11)."""

STAGES = {
    "found": "", "planned": "info", "running": "active", "checked": "wait", "done": "ok",
    "stopped": "warn",
}  # fmt: skip
