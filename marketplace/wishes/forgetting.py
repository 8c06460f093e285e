"""What somebody wishes for, and how it goes when their data are erased."""

from marketplace.core.forgetting import Goes

ERASED = (Goes((), "DELETE FROM wishes WHERE member_id = %(member)s"),)
