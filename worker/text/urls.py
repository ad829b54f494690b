"""URLs as identities: one canonical form, so that the same page counts once however it was linked."""

import hashlib
import ipaddress
import re
from urllib.parse import SplitResult, urljoin, urlsplit

LONGEST = 4096
"""Characters. Nothing longer is a link to an article (browsers' address bars stop at 2,048 to 8,192)."""

# Query parameters that say where a reader came from, never what is read. Each is documented by the tool that
# sets it, or seen in the feeds of the outlet named.
_TRACKING_PREFIXES = (
    "utm_",  # Google Analytics (Urchin)
    "at_",  # Piano, formerly AT Internet: at_medium, at_campaign, at_link_id (BBC, France 24)
    "mtm_",  # Matomo
    "matomo_",
    "hsa_",  # HubSpot ads
    "oly_",  # Omeda
    "vero_",  # Vero
    "guce_",  # Yahoo's consent pages
    "fb_",  # Facebook: fb_action_ids, fb_ref, fb_source
)
_TRACKING_NAMES = frozenset(
    {"gclid", "gclsrc", "dclid", "gbraid", "wbraid", "srsltid", "_ga", "_gl"}  # Google
    | {"fbclid", "igshid", "igsh"}  # Meta
    | {"msclkid", "ocid", "cvid"}  # Microsoft
    | {"twclid", "ref_src", "ref_url", "__twitter_impression"}  # X
    | {
        "ttclid",
        "li_fat_id",
        "yclid",
        "ysclid",
        "_openstat",
        "rdt_cid",
        "epik",
    }  # TikTok, LinkedIn, Yandex, Reddit, Pinterest
    | {
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "_hsenc",
        "_hsmi",
        "__hstc",
        "__hssc",
        "__hsfp",
        "hsctatracking",
        "ml_subscriber",
    }  # mailers
    | {"pk_campaign", "pk_kwd", "pk_keyword", "pk_source", "pk_medium", "pk_content", "pk_cid"}  # Piwik
    | {"ns_campaign", "ns_mchannel", "ns_source", "ns_linkname", "ns_fee"}  # comScore (BBC)
    | {"xtor", "xtref", "xtcr"}  # AT Internet (Le Monde, RFI)
    | {"wt_mc", "wt_zmc", "wtmc", "wt.mc_id", "wt.mc_ev", "wt.z_mc"}  # Webtrekk (Spiegel, Zeit)
    | {
        "cmpid",
        "cmp",
        "s_cid",
        "s_campaign",
        "icid",
        "mbid",
        "ncid",
        "ito",
        "ftag",
        "smid",
        "smtyp",
        "smprod",
    }  # outlets
    | {
        "feedname",
        "feedtype",
        "taid",
        "traffic_source",
        "guccounter",
        "soc_src",
        "soc_trk",
        "sr_share",
        "spm",
    }  # outlets
)

_JUNK = re.compile(r"[\t\n\r\x00]")  # browsers drop these anywhere in a URL (WHATWG URL, 4.4)
_BAD_HOST = re.compile(r"[^a-z0-9._-]")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})|%")
_UNSAFE = re.compile(r"[^A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def canonical(url: str, base: str | None = None) -> str | None:
    """The canonical form of an http(s) URL, or None for anything else. Never raises.

    In: a URL as somebody wrote it, maybe relative to `base`.
    Out: absolute; scheme and host in lower case (host in ASCII), no credentials, default port, fragment or
    tracking parameters; dot segments resolved; escapes in one spelling. Kept as they are: the path's case and
    trailing slash, the order of parameters, parameters without a known tracking name.
    """
    parts = _split(url, base)
    if parts is None:
        return None
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https"):
        return None
    try:
        port = parts.port
        host = _host(parts.hostname or "")
    except ValueError:
        return None
    if not host or port == 0:
        return None
    netloc = host if port in (None, 443 if scheme == "https" else 80) else f"{host}:{port}"
    path = _resolve_dots(_escapes(parts.path)) or "/"
    query = _without_tracking(_escapes(parts.query))
    result = f"{scheme}://{netloc}{path}" + (f"?{query}" if query else "")
    return result if len(result) <= LONGEST else None


def url_uid(url: str) -> str:
    """32 hex digits that name the page a canonical URL leads to. http and https name the same page."""
    return hashlib.sha256(url.partition("://")[2].encode("utf-8", "replace")).hexdigest()[:32]


def same_host(one: str, other: str) -> bool:
    """Whether two absolute URLs are on the same host, `www.` and port aside."""

    def name(url: str) -> str:
        parts = _split(url, None)
        return ((parts and parts.hostname) or "").lower().removeprefix("www.")

    return bool(name(one)) and name(one) == name(other)


def _split(url: str, base: str | None) -> SplitResult | None:
    url = _JUNK.sub("", url.strip()) if len(url) <= 2 * LONGEST else ""
    if not url or len(url) > LONGEST:
        return None
    try:
        parts = urlsplit(urljoin(base, url) if base else url)
    except ValueError:
        return None
    # Where the host ends in "http://a\\@b/" is read differently by browsers and by libraries: refused.
    return None if "\\" in parts.netloc else parts


def _host(host: str) -> str:
    """The host in ASCII and lower case; IPv6 in brackets. Raises ValueError for what is no host."""
    host = host.rstrip(".").lower()
    if ":" in host:
        return f"[{ipaddress.IPv6Address(host).compressed}]"
    if not host.isascii():
        if len(host) > 253:
            return ""
        host = host.encode("idna").decode("ascii")  # UnicodeError is a ValueError
    return "" if len(host) > 253 or ".." in host or host.startswith(".") or _BAD_HOST.search(host) else host


def _escapes(text: str) -> str:
    """One spelling for escapes: what needs none is plain, the rest is upper-case hex of UTF-8 (RFC 3986, 6.2.2)."""

    def escape(match: re.Match[str]) -> str:
        if match.group(1) is None:
            return "%25"
        byte = int(match.group(1), 16)
        return chr(byte) if byte in _UNRESERVED else f"%{byte:02X}"

    def encode(match: re.Match[str]) -> str:
        return "".join(f"%{byte:02X}" for byte in match.group().encode("utf-8", "replace"))

    return _UNSAFE.sub(encode, _ESCAPE.sub(escape, text) if "%" in text else text)


def _resolve_dots(path: str) -> str:
    """The path without `.` and `..` segments (RFC 3986, 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)


def _without_tracking(query: str) -> str:
    return "&".join(pair for pair in query.split("&") if pair and not _is_tracking(pair.partition("=")[0]))


def _is_tracking(name: str) -> bool:
    name = name.lower().removeprefix("amp;")  # "&amp;utm_source" that was escaped once too often
    return name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIXES)
