"""The headers of every answer: what a browser may load, keep, and tell others."""

from __future__ import annotations

from functools import partial

from flask import Flask, Response, request

_PAGES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
_PERMISSIONS = (
    "camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), serial=(), "
    "midi=(), display-capture=(), browsing-topics=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self)"
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": _PERMISSIONS,
    "X-Robots-Tag": "noindex, nofollow",
}
PAGE_POLICY = "; ".join(f"{name} {value}" for name, value in _PAGES.items())


def field_app_policy(import_map_digest: str) -> str:
    """Return the policy of `/app`: no scripts but ours and the import map, and no text turned into markup or script.

    The one Trusted Types policy, `sw`, passes `/sw.js` only; without it the browser refuses to register the worker.
    """
    strict = {
        **_PAGES,
        "script-src": f"'self' '{import_map_digest}'",
        "media-src": "'self' blob:",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "sw",
    }
    return "; ".join(f"{name} {value}" for name, value in strict.items())


def add_headers(app: Flask, restored_at: str | None) -> None:
    """Put them on every answer of this process; a server is put back while none of its processes runs."""
    app.after_request(_add)
    if restored_at is not None:
        app.after_request(partial(_add_restored, restored_at))


def _add_restored(restored_at: str, response: Response) -> Response:
    """Tell phones that photos which were delivered before this moment may be gone, though no operation is."""
    if request.path.startswith("/api/"):
        response.headers["X-Fieldapp-Restored"] = restored_at
    return response


def _add(response: Response) -> Response:
    """Add what every answer has; what a view set itself stays. Nothing with data is ever stored by a browser."""
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    response.headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.path.startswith("/api/"):
        response.headers["X-Fieldapp"] = "1"
    return response
