"""Those who come in over HTTP: members, staff, machines."""
