"""Who we call: one module per foreign system or file format."""
