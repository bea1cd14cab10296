"""Opens what a feed comes in: a file, a folder, gzip, zip; with limits on size."""

import gzip
import io
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from directory.errors import BrokenFeed

LARGEST = 400_000_000
"""Bytes, unpacked, that are read at most: a quarter of a million services are about 300 MB."""

MOST_FILES = 200
"""Files of a package; HSDS 3 has 24 tables."""

Files = dict[str, bytes]
"""A package's files by their bare names."""


def open_source(source: str | Path | bytes, *, limit: int = LARGEST) -> bytes | Files:
    """Return one file's bytes, unpacked, or the files of a folder or zip. Raises BrokenFeed."""
    if not isinstance(source, bytes) and Path(source).is_dir():
        return _folder(Path(source), limit)
    data = source if isinstance(source, bytes) else _file(Path(source), limit)
    return unpack(data, limit=limit)


def unpack(data: bytes, *, limit: int = LARGEST) -> bytes | Files:
    """Return what is in gzip or zip, or the bytes as they are."""
    if data[:2] == b"\x1f\x8b":
        return _gunzip(data, limit)
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _unzip(data, limit)
    return data


def source_name(source: str | Path) -> str:
    """Return the file's name without what only says how it is packed."""
    name = Path(source).name
    for ending in (".gz", ".zip", ".json"):
        name = name.removesuffix(ending)
    return name or str(source)


def _file(path: Path, limit: int) -> bytes:
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise BrokenFeed(f"{path.name} is no file and no folder.")
        if about.st_size > limit:
            raise BrokenFeed(_too_large(path.name, limit))
        return path.read_bytes()
    except FileNotFoundError as problem:
        raise BrokenFeed(f"There is no file {path.name}.") from problem
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or type(problem).__name__
        raise BrokenFeed(f"{path.name} cannot be read: {reason}.") from problem


def _folder(path: Path, limit: int) -> Files:
    files: Files = {}
    for one in sorted(path.iterdir()):
        if one.suffix.lower() in (".csv", ".json") and one.is_file():
            files[one.name] = _file(one, limit - sum(map(len, files.values())))
        if len(files) > MOST_FILES:
            raise BrokenFeed(f"The folder has more than {MOST_FILES} tables.")
    if not files:
        raise BrokenFeed("The folder has no .csv and no .json file in it.")
    return files


def _gunzip(data: bytes, limit: int) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            unpacked = packed.read(limit + 1)
    except (OSError, EOFError, zlib.error) as problem:
        raise BrokenFeed("The file is gzipped but damaged or cut off. Fetch it again.") from problem
    if len(unpacked) > limit:
        raise BrokenFeed(_too_large("The file", limit))
    return unpacked


def _unzip(data: bytes, limit: int) -> Files:
    files: Files = {}
    left = limit
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for one in packed.infolist():
                name = PurePosixPath(one.filename).name
                if one.is_dir() or name.startswith(".") or "__MACOSX" in one.filename:
                    continue
                with packed.open(one) as file:
                    files[name] = file.read(left + 1)
                left -= len(files[name])
                if left < 0 or len(files) > MOST_FILES:
                    raise BrokenFeed(_too_large("The zip file", limit))
    except (zipfile.BadZipFile, EOFError, zlib.error, OSError) as problem:
        raise BrokenFeed("The zip file is damaged or cut off. Fetch it again.") from problem
    except (RuntimeError, NotImplementedError, ValueError) as problem:
        raise BrokenFeed("The zip file is locked or packed in a way we cannot open.") from problem
    if not files:
        raise BrokenFeed("The zip file is empty.")
    return files


def _too_large(what: str, limit: int) -> str:
    return f"{what} is larger than {limit // 1_000_000} MB when unpacked."
