"""The comparison itself: it sees what a person would see, and nothing else (U10)."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.visual import comparison

pytestmark = pytest.mark.feature("U10")


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "BASELINE", tmp_path / "baseline")
    monkeypatch.setattr(comparison, "RESULTS", tmp_path / "results")


def picture(size: tuple[int, int] = (200, 100), dot: int = 0, grey: int = 255) -> bytes:
    image = Image.new("RGB", size, (grey, grey, grey))
    if dot:
        ImageDraw.Draw(image).rectangle((10, 10, 9 + dot, 9 + dot), fill=(30, 60, 200))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_a_picture_looks_like_itself() -> None:
    comparison.keep("a", picture(dot=20))
    assert comparison.difference("a", picture(dot=20)) == ""


def test_a_few_pixels_and_a_shade_do_not_count() -> None:
    comparison.keep("a", picture())
    assert comparison.difference("a", picture(dot=4)) == ""
    assert comparison.difference("a", picture(grey=240)) == ""


def test_a_missing_button_counts_and_leaves_two_pictures(tmp_path: Path) -> None:
    comparison.keep("a", picture(dot=20))
    assert "2.0% of it looks different" in comparison.difference("a", picture())
    assert (tmp_path / "results" / "a-actual.png").exists()
    assert (tmp_path / "results" / "a-diff.png").exists()


def test_another_size_counts() -> None:
    comparison.keep("a", picture())
    assert "(200, 101) instead of (200, 100)" in comparison.difference("a", picture((200, 101)))


def test_a_picture_nobody_kept_counts() -> None:
    assert "no kept picture" in comparison.difference("new", picture())
