"""Pages that a browser saved in one file (.mhtml, .mht): their first page; pictures and frames are left out."""

import email
import email.policy

from reportmine.errors import IngestError
from reportmine.ingest import web
from reportmine.ingest.content import Content

MAX_PARTS = 5000  # a page with all its pictures has some hundreds


def read(raw: bytes, where: str) -> Content:
    """Text of the page; places as of any page.

    Raises:
        IngestError: no page in it, or one that cannot be read.

    """
    message = email.message_from_bytes(raw, policy=email.policy.default)
    for number, part in enumerate(message.walk()):
        if number > MAX_PARTS:
            break
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            body = part.get_payload(decode=True)
            charset = part.get_content_charset("")
            return web.read_declared(body if isinstance(body, bytes) else b"", charset, where)
    raise IngestError(f"no page in this archive @ {where}: save the page as .html")
