"""A company's logo: checked by its content, redrawn, kept in two forms (P7).

The uploaded file itself is never served: what is kept is what Pillow draws from it.
"""

from __future__ import annotations

from io import BytesIO
from uuid import UUID, uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from dangol import clock
from dangol.errors import RuleBroken
from tenants import audit, context, known
from tenants.people.models import House

LARGEST = 5 * 1024 * 1024
"""Bytes of an upload."""
MOST_PIXELS = 12_000_000
"""A picture takes four bytes for each while it is redrawn, twice at worst."""
THINNEST = 20
"""One side may be so many times the other; beyond it nothing is left of the shorter when fitted."""
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
SQUARE = 256
WIDE = (480, 128)
"""Pixels: the tile of the shell, and the head of invoices and mails."""
FORMS = ("square", "wide")


def change(upload: File, size: int) -> UUID:
    """Makes the uploaded picture the logo; returns its key.

    Raises RuleBroken when it is too large, no picture, or a picture that cannot be read.
    """
    if size > LARGEST:
        raise RuleBroken(
            "logo_size",
            _("The file is larger than %(limit)s MB; choose a smaller one.")
            % {"limit": LARGEST // 1024**2},
            field="logo",
        )
    picture = _read(upload)
    key = uuid4()
    for form, drawn in (("square", _square(picture)), ("wide", _wide(picture))):
        default_storage.save(file_name(key, form), ContentFile(_png(drawn)))
    _keep(key, "tenants.logo.edit")
    return key


def remove() -> UUID | None:
    """Takes the logo away; returns the key by which `restore` brings it back."""
    before = House.present().logo_key
    if before is not None:
        _keep(None, "tenants.logo.remove")
    return before


def restore(key: UUID) -> bool:
    """Brings a logo back that was removed; False when its files are not this company's."""
    if not all(default_storage.exists(file_name(key, form)) for form in FORMS):
        return False
    _keep(key, "tenants.logo.edit")
    return True


def file_name(key: UUID, form: str) -> str:
    """Where one form of a logo lies among the company's files."""
    return f"logo/{key}-{form}.png"


@transaction.atomic
def _keep(key: UUID | None, action: str) -> None:
    row = House.locked()
    row.logo_key, row.changed_at = key, clock.now()
    row.save(update_fields=["logo_key", "changed_at"])
    known.changed()
    company = context.company()
    audit.record(action, subject="tenants.company", subject_id=company.pk, summary=company.name)


def _read(upload: File) -> Image.Image:
    """The picture as colours with transparency, the way up that its camera meant."""
    unreadable = RuleBroken(
        "logo_form",
        _("This file is no picture that can be read; choose a PNG, JPEG, WebP or GIF file."),
        field="logo",
    )
    try:
        with Image.open(upload, formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise RuleBroken(
                    "logo_pixels",
                    _("The picture has more than 12 million pixels; make it smaller."),
                    field="logo",
                )
            if max(opened.size) > THINNEST * min(opened.size):
                raise RuleBroken(
                    "logo_shape",
                    _("The picture is too long and thin; no side may be over 20 times the other."),
                    field="logo",
                )
            opened.load()
            return ImageOps.exif_transpose(opened).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise unreadable from error
    except Image.DecompressionBombError as error:
        raise unreadable from error


def _square(picture: Image.Image) -> Image.Image:
    """The whole picture in the middle of a transparent square."""
    fitted = ImageOps.contain(picture, (SQUARE, SQUARE), Image.Resampling.LANCZOS)
    ground = Image.new("RGBA", (SQUARE, SQUARE), (0, 0, 0, 0))
    ground.paste(fitted, ((SQUARE - fitted.width) // 2, (SQUARE - fitted.height) // 2))
    return ground


def _wide(picture: Image.Image) -> Image.Image:
    return ImageOps.contain(picture, WIDE, Image.Resampling.LANCZOS)


def _png(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()
