"""The sample files: what a newcomer starts from."""

from importlib.resources import files
from pathlib import Path

from config.files import FILES
from worker.errors import ConfigError


def sample_files() -> dict[str, str]:
    """The sample files' texts by file name, in the order of reading."""
    return {name: files("config").joinpath(name).read_text(encoding="utf-8") for name in FILES}


def init(directory: Path) -> list[Path]:
    """Write the sample files into a directory, which is made where it is missing.

    Out: the paths that were written; a file that is there already is left as it is and not among them.
    Raises ConfigError where the directory or a file cannot be written.
    """
    written = []
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name, text in sample_files().items():
            path = directory / name
            try:
                # "x" fails where anything has that name, so two at once cannot overwrite each other either
                with path.open("x", encoding="utf-8") as file:
                    file.write(text)
            except FileExistsError:
                continue
            written.append(path)
    except OSError as error:
        message = f"the sample files cannot be written to {directory}: {error.strerror}"
        raise ConfigError(message, hint="name another directory, or let this user write there") from error
    return written
