"""A real browser, headless, for what only a browser can show."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str | None:
    """The program of a Chromium on this machine, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def browser_or_skip() -> str:
    """The browser's program; the test is skipped where there is none.

    WIREWATCH_TEST_BROWSER=required makes its absence a failure.
    """
    found = find_browser()
    if found is None:
        why = "no Chromium on this machine: install Debian's package chromium"
        if os.environ.get("WIREWATCH_TEST_BROWSER") == "required":
            pytest.fail(why)
        pytest.skip(why)
    return found


def start_browser(profile: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a headless browser that asks nobody on the internet anything. profile: an empty folder for it.

    The caller ends it; its standard output is piped.
    """
    return subprocess.Popen(
        [
            browser_or_skip(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--no-default-browser-check",
            f"--user-data-dir={profile}",
            *arguments,
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def dump_dom(profile: Path, url: str, *, milliseconds: int = 3_000, timeout: float = 60) -> str:
    """The page at `url` as it stands after so much of the browser's own (virtual) time, as HTML."""
    process = start_browser(profile, f"--virtual-time-budget={milliseconds}", "--dump-dom", url)
    try:
        out, _ = process.communicate(timeout=timeout)
    finally:
        process.kill()
        process.wait()
    return out
