"""Catalogue → pages, feeds and other files of a site. Pure: takes values, returns text."""
