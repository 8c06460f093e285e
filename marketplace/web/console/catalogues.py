"""The catalogues of partners, as staff sees them."""

from marketplace.web.shared import catalogue_pages

blueprint = catalogue_pages.blueprint(__name__, prefix="/catalogues/<partner>")
