"""Zip packages, looked over before anything in them is unpacked."""

import zipfile
from io import BytesIO

from reportmine.errors import IngestError

MAX_PARTS = 10_000  # a report with 300 pictures has some 400
MAX_XML = 32 << 20  # bytes of XML in one package: a report of 300 pages has 5 MB
MAX_TOTAL = 256 << 20  # bytes of all parts, pictures included
MAX_RATIO = 200  # bytes out of one byte in, of a part of more than 1 MB; the XML of Word stays below 40


def check(raw: bytes, where: str) -> None:
    """Nothing where the package may be unpacked; sizes are those that unpacking is held to.

    Raises:
        IngestError: damaged, encrypted, or larger inside than any report.

    """
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError) as error:
        raise IngestError(f"damaged file ({error}) @ {where}: open it in Word and save it anew") from None
    if any(part.flag_bits & 1 for part in parts):
        raise IngestError(f"encrypted file @ {where}: save it without password")
    texts = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    swollen = any(part.file_size > max(1 << 20, MAX_RATIO * part.compress_size) for part in parts)
    total = sum(part.file_size for part in parts)
    if swollen or len(parts) > MAX_PARTS or texts > MAX_XML or total > MAX_TOTAL:
        raise IngestError(
            f"unpacks to more than a report may hold @ {where}: open it in Word, save its text as .txt"
        )
