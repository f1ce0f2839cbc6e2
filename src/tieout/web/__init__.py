"""The web application over a library: server-rendered pages, each also as JSON; nothing is fetched from elsewhere."""

from tieout.web.app import make_app
from tieout.web.desk import WebSettings

__all__ = ["WebSettings", "make_app"]
