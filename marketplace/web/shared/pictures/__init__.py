"""Pictures of numbers as coordinates for an SVG: a line that stands and jumps, bars, and bars of parts.

The wording comes in, coordinates go out; `templates/shared/picture.html` draws them, with the same numbers in a table.
"""
