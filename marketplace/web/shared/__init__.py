"""What all pages share: layout helpers, languages, look, static files, errors."""
