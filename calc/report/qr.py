"""QR codes as SVG, the same for pages and for PDF."""

from __future__ import annotations

import io

import segno

QUIET_ZONE = 4
"""Modules of white around the code that a reader needs (ISO/IEC 18004)."""


def qr_svg(address: str) -> str:
    """The QR code of an address as an SVG document.

    The lowest error correction keeps the modules of a long link large enough for paper; where the
    same size allows more, more is used.
    """
    code = segno.make(address, error="l", micro=False, boost_error=True)
    out = io.BytesIO()
    code.save(out, kind="svg", border=QUIET_ZONE, xmldecl=False, light="white", nl=False)
    return out.getvalue().decode()


def qr_data_uri(address: str) -> str:
    """The same as the address of a picture, for a page that may load nothing else."""
    code = segno.make(address, error="l", micro=False, boost_error=True)
    return code.svg_data_uri(border=QUIET_ZONE, light="white", encode_minimal=True)
