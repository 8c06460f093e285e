"""Which IP addresses belong to the public internet, so that a stranger's words may lead us there."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# Prefixes that carry an IPv4 address within: what lies behind them is what counts.
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")
# Global by the registry's word, and still nobody's server on the internet (RFC 6890, 8215, 9637, 5180).
_SPECIAL = tuple(map(IPv6Network, ("64:ff9b:1::/48", "3fff::/20", "2001::/23", "5f00::/16", "fec0::/10")))


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet: global, unicast, and not another one in disguise."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if "%" in address:  # a zone: an address of this machine's own links
        return False
    if isinstance(found, IPv6Address):
        within = _within(found)
        if within is not None:
            return is_public(str(within))
        if any(found in network for network in _SPECIAL):
            return False
    return found.is_global and not (
        found.is_multicast or found.is_reserved or found.is_loopback or found.is_link_local or found.is_unspecified
    )


def _within(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for, if it stands for one."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return IPv4Address("127.0.0.1")  # a tunnel through somebody else's house: never followed
    if address in _NAT64 or address in _COMPATIBLE:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None
