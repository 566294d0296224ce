"""Debian packages with much Russian text: fetched by apt, unpacked into a cache folder, never installed."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Package:
    """A Debian package. `files`: the glob patterns, inside the unpacked package, of the files that hold Russian."""

    name: str
    files: tuple[str, ...]


_CAMPAIGNS = "did dm dw ei httt l low nr sof sota sotbe thot trow tsg ttb utbs".split()
_HELP = """
    aisleriot atril-common baobab brasero-common cheese-common deja-dup engrampa-common eog eom-common
    epiphany-browser-data evince-common evolution-common file-roller gdm3 gedit-common glade gnome-boxes
    gnome-calculator gnome-devel-docs gnome-sudoku gnome-system-monitor gnome-terminal-data gucharmap
    mate-applets-common mate-panel-common mate-terminal-common mate-user-guide mate-utils-common pluma-common
    seahorse simple-scan sound-juicer totem-common zenity-common
""".split()

PACKAGES = (
    Package("aptitude-doc-ru", ("usr/share/doc/aptitude/html/ru/*.html",)),
    Package("colobot-common", ("usr/share/games/colobot/**/*.R.txt", "usr/share/games/colobot/**/R/*.txt")),
    Package("debian-faq-ru", ("usr/share/doc/debian/FAQ/ru/*.html",)),
    Package("debian-handbook", ("usr/share/doc/debian-handbook/html/ru-RU/*.html",)),
    Package("developers-reference-ru", ("usr/share/developers-reference/ru/*.html",)),
    Package("doublecmd-help-ru", ("usr/share/doublecmd/doc/ru/*.html",)),
    Package("fortunes-ru", ("usr/share/games/fortunes/ru/*",)),
    Package("gimp-help-ru", ("usr/share/gimp/2.0/help/ru/*.html",)),
    Package("gnome-user-docs", ("usr/share/help/ru/**/*.page",)),
    Package("installation-guide-amd64", ("usr/share/doc/installation-guide-amd64/ru/*.html",)),
    Package("kicad-doc-ru", ("usr/share/doc/kicad/help/ru/*.html",)),
    Package("libreoffice-help-ru", ("usr/share/libreoffice/help/ru/text/**/*.html",)),
    Package("maint-guide-ru", ("usr/share/doc/maint-guide-ru/html/*.html",)),
    Package("manpages-ru", ("usr/share/man/ru/man*/*.gz",)),
    Package("manpages-ru-dev", ("usr/share/man/ru/man*/*.gz",)),
    Package("mueller7-dict", ("usr/share/dictd/*.dict.dz",)),
    Package("ubuntu-packaging-guide-html-ru", ("usr/share/doc/ubuntu-packaging-guide-html-ru/*.html",)),
    Package("wesnoth-1.16-data", ("usr/share/games/wesnoth/1.16/locale/ru/LC_MESSAGES/*.mo",)),
    Package("debian-history", ("usr/share/doc/debian-history/**/*.ru.html",)),
    Package("freeorion-data", ("usr/share/games/freeorion/**/stringtables/ru.txt",)),
    Package("mc-data", ("usr/share/mc/help/mc.hlp.ru",)),
    *(Package(f"wesnoth-1.16-{name}", ("usr/**/ru/LC_MESSAGES/*.mo",)) for name in _CAMPAIGNS),
    Package("po4a", ("usr/share/man/ru/man*/*.gz",)),
    *(Package(name, tuple(f"usr/share/help/ru/**/*.{kind}" for kind in ("page", "docbook", "xml"))) for name in _HELP),
)


def unpacked(package: Package, cache: Path) -> Path | None:
    """The folder that holds the package's files, fetched where it is not there yet; None where it cannot be had."""
    folder = cache / package.name
    if folder.exists():
        return folder
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        return None
    cache.mkdir(parents=True, exist_ok=True)
    archives = cache / f"{package.name}.part"
    archives.mkdir(exist_ok=True)
    try:
        subprocess.run(["apt-get", "download", package.name], cwd=archives, check=True, capture_output=True)
        (archive,) = archives.glob("*.deb")
        subprocess.run(["dpkg-deb", "-x", archive.name, "out"], cwd=archives, check=True, capture_output=True)
        _keep(files_of(package, archives / "out"), archives / "out", folder)
    except (subprocess.CalledProcessError, ValueError):
        return None
    finally:
        shutil.rmtree(archives)
    return folder


def _keep(files: list[Path], root: Path, folder: Path) -> None:
    """Moves the files to where they stood under `root`, but under `folder`: most of a package is pictures."""
    folder.mkdir()
    for path in files:
        target = folder / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)


def files_of(package: Package, folder: Path) -> list[Path]:
    """The files with Russian text, each once, in an order that does not depend on the machine."""
    found = {path for pattern in package.files for path in folder.glob(pattern) if path.is_file()}
    return sorted(path for path in found if not path.is_symlink())
