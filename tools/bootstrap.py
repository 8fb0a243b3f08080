"""Make the environment: uv where it is installed, plain venv and pip otherwise. Standard library only.

    python3 tools/bootstrap.py base|dev|bench

Packages come from the hashed requirement files, the build back end included; a stamp of their content makes the
second call a no-op.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETS = {"base": ["base", "build"], "dev": ["base", "dev", "build"], "bench": ["base", "bench", "build"]}


def main() -> int:
    """Bring the environment of the named set up to date."""
    if sys.version_info < (3, 11):
        print(f"Dân Biết needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try: make PYTHON=python3.11 ...")
        return 2
    wanted = sys.argv[1] if len(sys.argv) > 1 else "base"
    folder = ROOT / (".venv-bench" if wanted == "bench" else ".venv")
    files = [ROOT / "requirements" / f"{name}.txt" for name in SETS[wanted]]
    content = b"".join(path.read_bytes() for path in [*files, ROOT / "pyproject.toml"])
    stamp, digest = folder / f"danbiet-{wanted}.stamp", hashlib.sha256(content).hexdigest()
    if stamp.is_file() and stamp.read_text() == digest:
        return 0
    uv = shutil.which("uv")
    print(f"Preparing {folder.name} ({wanted}) with {'uv' if uv else 'pip'}", flush=True)
    python = create(folder, uv)
    for path in files:
        # The locks are complete; what they leave out on purpose isn't to be brought in as somebody's dependency.
        install(python, uv, ["--require-hashes", "--no-deps", "-r", str(path)])
    install(python, uv, ["--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    stamp.write_text(digest)
    if wanted == "dev":  # dev holds base
        base = b"".join((ROOT / "requirements" / f"{n}.txt").read_bytes() for n in SETS["base"])
        base += (ROOT / "pyproject.toml").read_bytes()
        (folder / "danbiet-base.stamp").write_text(hashlib.sha256(base).hexdigest())
    return 0


def create(folder: Path, uv: str | None) -> str:
    """Create the environment unless it is there; its interpreter's path."""
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not python.exists():
        if uv:
            run([uv, "venv", "--quiet", "--python", sys.executable, str(folder)])
        else:
            try:
                venv.create(folder, with_pip=True, symlinks=os.name != "nt")
            except (subprocess.CalledProcessError, ImportError):
                shutil.rmtree(folder, ignore_errors=True)
                advice = "Debian, Ubuntu: apt install python3-venv; or install uv."
                raise SystemExit(f"Python's venv module can't bring pip here. {advice}") from None
    if not uv and subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode:
        # Made by uv, which has since gone.
        run([str(python), "-m", "ensurepip", "--upgrade"])
    return str(python)


def install(python: str, uv: str | None, arguments: list[str]) -> None:
    """Install into the environment."""
    if uv:
        run([uv, "pip", "install", "--quiet", "--python", python, *arguments])
    else:
        run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments])


def run(command: list[str]) -> None:
    """Run a command of the bootstrap; a failure ends it with that command's exit code."""
    result = subprocess.run(command, cwd=ROOT, check=False)
    if result.returncode:
        raise SystemExit(result.returncode)


if __name__ == "__main__":
    sys.exit(main())
