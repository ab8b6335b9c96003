"""Whether the web of this container answers, as the proxy in front of it would ask."""

from __future__ import annotations

import os
import urllib.request


def main() -> None:
    """Exit status 0 when `/health` of the public site answers 200."""
    asked = urllib.request.Request(
        "http://127.0.0.1:8000/health",
        headers={"Host": os.environ["DANGOL_DOMAIN"], "X-Forwarded-Proto": "https"},
    )
    with urllib.request.urlopen(asked, timeout=8) as answer:  # noqa: S310  (a fixed address)
        answer.read()


if __name__ == "__main__":
    main()
