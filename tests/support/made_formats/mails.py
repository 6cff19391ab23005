"""The report as a mail and as a web page saved in one file."""

from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from tests.support.made_files import REPORT, Part, as_html


def as_eml(
    parts: Sequence[Part] = REPORT, attached: Mapping[str, bytes] | None = None, encoding: str = "utf-8"
) -> bytes:
    """The title as subject, the rest as text; `attached` are names and contents of files."""
    mail = EmailMessage()
    mail["From"] = "市政府办公室 <office@example.org>"
    mail["To"] = "各县区 <all@example.org>"
    mail["Date"] = "Mon, 19 Feb 2024 09:15:00 +0800"
    mail["Subject"] = parts[0][1]
    mail.set_content("\n".join(text for _, text in parts[1:]), charset=encoding, cte="base64")
    for name, content in (attached or {}).items():
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def as_mht(parts: Sequence[Part] = REPORT, encoding: str = "gb18030") -> bytes:
    """As browsers save it: the page, then what it shows."""
    saved = MIMEMultipart("related")
    saved["From"] = "<Saved by a browser>"
    saved["Subject"] = "=?utf-8?Q?page?="
    page = MIMEText("", "html")
    page.set_payload(as_html(parts, encoding=encoding))
    page.replace_header("Content-Type", f"text/html; charset={encoding}")
    del page["Content-Transfer-Encoding"]
    page["Content-Transfer-Encoding"] = "8bit"
    style = MIMEText(".nav {color: red}", "css")
    for part in (page, style):
        saved.attach(part)
    return saved.as_bytes()
