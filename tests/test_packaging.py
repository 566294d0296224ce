"""What is shipped: dependencies declared and pinned, the wheel's content, the image's input, the Makefile's word."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import bot
from tests.generated import CHECKOUT
from tests.house_rules import PACKAGES, Source

PROJECT: dict[str, Any] = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.txt", "requirements-build.txt", "requirements-dev.txt")


def required(lines: list[str | dict[str, str]]) -> dict[str, Requirement]:
    requirements = [Requirement(line) for line in lines if isinstance(line, str)]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def pinned(lock: str) -> dict[str, Version]:
    """Name -> version of every package in a requirements file."""
    text = (CHECKOUT / lock).read_text(encoding="utf-8")
    pins = re.findall(r"^([a-z0-9._-]+)(?:\[[a-z0-9,._-]+\])?==(\S+)", text, re.MULTILINE)
    return {name: Version(version) for name, version in pins}


def shipped_files() -> set[str]:
    files = [path for package in PACKAGES for path in (CHECKOUT / package).rglob("*") if path.is_file()]
    return {path.relative_to(CHECKOUT).as_posix() for path in files if path.suffix != ".pyc"}


DECLARED = required(PROJECT["project"]["dependencies"])


def test_the_version_is_one() -> None:
    assert PROJECT["project"]["version"] == bot.__version__


def test_every_library_that_is_imported_is_declared() -> None:
    sources = [
        Source(name, (CHECKOUT / name).read_text(encoding="utf-8")) for name in shipped_files() if name.endswith(".py")
    ]
    imported = {name.partition(".")[0] for source in sources for _, name in source.imports}
    libraries = imported - set(sys.stdlib_module_names) - set(PACKAGES)
    distributions = packages_distributions()
    assert {
        name for name in libraries if not {canonicalize_name(d) for d in distributions[name]} & set(DECLARED)
    } == set()


def test_every_dependency_has_its_reason() -> None:
    page = (CHECKOUT / "docs" / "decisions" / "0002-dependencies.md").read_text(encoding="utf-8")
    named = {canonicalize_name(name) for name in re.findall(r"^\| `([^`]+)`", page, re.MULTILINE)}
    dev = required(PROJECT["dependency-groups"]["dev"]) | required(PROJECT["dependency-groups"]["build"])
    assert named == {*DECLARED, *dev}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash_and_no_address(lock: str) -> None:
    text = (CHECKOUT / lock).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=\S)", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE), flags=re.MULTILINE)
    assert [block for block in blocks if block and "--hash=sha256:" not in block] == []
    assert not re.search(r"://|\bfile:|^-|\s@\s|numpy", text, re.MULTILINE)


def test_the_pins_are_what_the_project_asks_for() -> None:
    groups = {
        "requirements.txt": DECLARED,
        "requirements-build.txt": required(PROJECT["dependency-groups"]["build"]),
        "requirements-dev.txt": required(PROJECT["dependency-groups"]["dev"]),
    }
    for lock, asked in groups.items():
        pins = pinned(lock)
        assert {
            name for name, need in asked.items() if name not in pins or pins[name] not in need.specifier
        } == set(), lock
    assert pinned("requirements.txt").items() <= pinned("requirements-dev.txt").items()
    assert pinned("requirements-build.txt").items() <= pinned("requirements-dev.txt").items()
    assert PROJECT["build-system"]["requires"] == PROJECT["dependency-groups"]["build"]


def test_the_wheel_holds_all_of_the_three_packages_and_nothing_else(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True, timeout=120)
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        info = f"letopis-{bot.__version__}.dist-info/"
        names = {name for name in archive.namelist() if not name.startswith(info)}
        scripts = archive.read(f"{info}entry_points.txt").decode()
    assert names == shipped_files()
    assert "letopis = bot.__main__:main" in scripts


def test_the_image_gets_all_that_it_copies() -> None:
    dockerfile = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")
    copied = {
        word for line in re.findall(r"^COPY (?!--from)(.*) \S+$", dockerfile, re.MULTILINE) for word in line.split()
    }
    sent = {
        line[1:] for line in (CHECKOUT / ".dockerignore").read_text(encoding="utf-8").split() if line.startswith("!")
    }
    assert copied == sent
    assert set(PACKAGES) <= copied
    assert all((CHECKOUT / name).exists() for name in copied)


def make(folder: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Runs make on the project's Makefile in another folder."""
    shutil.copy(CHECKOUT / "Makefile", folder)
    env = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        ["make", *arguments], cwd=folder, input=stdin, env=env, capture_output=True, text=True, check=False, timeout=60
    )


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_make_says_that_python_is_too_old(tmp_path: Path) -> None:
    ran = make(tmp_path, ".venv/bin/python", f"PYTHON={script(tmp_path / 'python', 'exit 1')}")
    assert ran.returncode != 0
    assert "Letopis needs Python 3.11 or newer" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_make_says_that_venv_is_missing(tmp_path: Path) -> None:
    python = script(tmp_path / "python", 'case "$2" in *ensurepip*) exit 1;; esac')
    ran = make(tmp_path, ".venv/bin/python", f"PYTHON={python}")
    assert ran.returncode != 0
    assert "apt install python3-venv" in ran.stderr


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A checkout that is set up, with a Python that tells what it is called with."""
    for name in ("requirements.txt", "requirements-build.txt", "pyproject.toml"):
        (tmp_path / name).touch()
    script(tmp_path / ".venv" / "bin" / "python", 'for argument; do echo "<$argument>"; done; cat')
    (tmp_path / ".venv" / "ready-to-run").touch()
    return tmp_path


def test_make_run_hands_over_what_is_piped_in(installed: Path) -> None:
    ran = make(installed, "run", stdin="/random\n")
    assert (ran.returncode, ran.stdout) == (0, "<-m>\n<bot>\n<up>\n/random\n")


def test_make_run_takes_a_dump_whose_path_has_spaces_and_quotes(installed: Path) -> None:
    ran = make(installed, "run", """DUMP=my "old" channel's dump.txt""")
    assert ran.stdout == '<-m>\n<bot>\n<up>\n<--dump>\n<my "old" channel\'s dump.txt>\n'
