"""Which platforms have wheels with the real servers; elsewhere a test that needs one is skipped, and says so."""

import platform

import pytest


def wheel_or_skip(package: str) -> None:
    """Skip the test where no wheel of `package` exists for this platform; anywhere else it must work."""
    system, machine = platform.system(), platform.machine().lower()
    glibc = platform.libc_ver()[0] == "glibc"
    if (system == "Linux" and glibc and machine in ("x86_64", "aarch64")) or (
        system == "Darwin" and machine in ("x86_64", "arm64")
    ):
        return
    pytest.skip(f"{package} has no wheel for {system} {machine}; name a server with WIREWATCH_TEST_... instead")
