"""Links from a page to what lies beside the documentation.

Where Markdown is shown as it is, such a link opens the file. On the site, a page that is taken in (`taken_in` in
conf.py: the path of a file, and the page that includes it) is a link to that page, another file is there to download,
and the name of a folder is only a name.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform


class OutsideLinks(SphinxTransform):
    """Turns what MyST takes for a link between pages into what it is."""

    default_priority = 800

    def apply(self, **kwargs: Any) -> None:
        """Called by Sphinx for each page."""
        for link in list(self.document.findall(addnodes.pending_xref)):
            target = self.target(link) if link.get("reftype") == "myst" else None
            if target is None:
                continue
            page = self.config.taken_in.get(target.relative_to(self.root).as_posix())
            if page:
                link["refdomain"], link["reftarget"] = "doc", page
            elif target.is_file():
                link.replace_self(
                    addnodes.download_reference(
                        "", "", *link.children, reftarget=os.path.relpath(target, self.folder), refdoc=link["refdoc"]
                    )
                )
            else:
                link.replace_self(link.children)

    @property
    def root(self) -> Path:
        """The folder of the project."""
        return Path(self.env.srcdir).parent

    @property
    def folder(self) -> Path:
        """The folder of the page."""
        return Path(self.env.doc2path(self.env.docname)).parent

    def target(self, link: addnodes.pending_xref) -> Path | None:
        """What a link leads to, where that lies in the project but not in the documentation."""
        name = str(link["reftarget"])
        start, name = (Path(self.env.srcdir), f"{name}.md") if link.get("refdomain") == "doc" else (self.folder, name)
        path = (start / name).resolve()
        outside = path.is_relative_to(self.root) and not path.is_relative_to(self.env.srcdir)
        return path if outside and path.exists() else None


def setup(app: Sphinx) -> dict[str, Any]:
    """Called by Sphinx."""
    app.add_config_value("taken_in", {}, "env", dict)
    app.add_transform(OutsideLinks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
