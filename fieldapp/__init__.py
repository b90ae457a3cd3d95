"""Inspections for Dutch municipalities. `fieldapp.app:create_app` makes the web application; the domain needs none of it."""
