"""What a partner's tills tell, held against what was taken here: the same pages at the programme's desk and at the partner's."""

from marketplace.web.shared.till_lines.pages import blueprint, line_page
from marketplace.web.shared.till_lines.words import LINES, WHY

__all__ = ["LINES", "WHY", "blueprint", "line_page"]
