"""Tests of the review: returned files, the page, the server."""
