"""Delivery: papers leave the office.

The one door to LibreOffice, and the only room that starts another program. It knows files, not
records and not the register: a paper comes in as a path or as bytes, and what becomes of the
result is decided above.
"""
