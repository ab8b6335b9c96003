"""What axe finds wrong with a page as it stands (U10)."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

LIGHT = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"],
}  # fmt: skip
DARK = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
"""Of the other theme the rules about colours: all else is the same page."""
THEMES = {"light": LIGHT, "dark": DARK}


def violations(page: Page) -> list[str]:
    """One sentence for each broken rule, in both themes."""
    found = []
    for theme, rules in THEMES.items():
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        for each in Axe().run(page, options=rules).response["violations"]:
            places = [" ".join(map(str, node["target"])) for node in each["nodes"][:3]]
            why = each["nodes"][0].get("failureSummary", "")[:160]
            found.append(f"{theme}: {each['id']} at {places}: {why}")
    return found
