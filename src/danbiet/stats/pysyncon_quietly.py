"""pysyncon without its noise.

It brings matplotlib with it, for plots nobody asks for here: that gets no display, and writes only to temp. Its solver
works on matrices so small that a second thread of the linear algebra library only gets in the way: on a busy machine
with two cores a fit takes 0.04 seconds with one thread and 0.6 with two.
"""

from __future__ import annotations

import ctypes
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

_LOCK = Lock()


def _folder() -> str:
    """A folder in temp that is this user's alone; kept, because listing the fonts anew takes matplotlib a second."""
    owner = getattr(os, "getuid", lambda: 0)()
    folder = Path(tempfile.gettempdir()) / f"danbiet-matplotlib-{owner}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not folder.is_symlink() and found.st_uid == owner and not found.st_mode & 0o077:
            return str(folder)
    except OSError:
        pass
    return tempfile.mkdtemp(prefix="danbiet-matplotlib-")


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    """These variables where they aren't set, and as before afterwards."""
    absent = [name for name in values if name not in os.environ]
    os.environ.update({name: values[name] for name in absent})
    try:
        yield
    finally:
        for name in absent:
            os.environ.pop(name, None)


@lru_cache(maxsize=1)
def synth() -> Any:
    """pysyncon's class Synth. The first import takes about a second."""
    with _LOCK, _environment(MPLBACKEND="agg", MPLCONFIGDIR=_folder()):
        from pysyncon import Synth

        return Synth


@lru_cache(maxsize=1)
def _threads() -> tuple[Any, Any] | None:
    """How to read and set the threads of the OpenBLAS in scipy's wheels; None where scipy was built otherwise."""
    import scipy

    for path in sorted((Path(scipy.__file__).parent.parent / "scipy.libs").glob("*openblas*")):
        try:
            library = ctypes.CDLL(str(path))
            return library.scipy_openblas_get_num_threads, library.scipy_openblas_set_num_threads
        except (OSError, AttributeError):
            continue
    return None


@contextmanager
def one_thread() -> Iterator[None]:
    """Linear algebra in one thread for a while, where that can be had. It changes speed only, never a result."""
    threads = _threads()
    if threads is None:
        yield
        return
    read, put = threads
    before = read()
    put(1)
    try:
        yield
    finally:
        put(before)
