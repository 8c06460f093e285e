"""Where a request comes from, as somebody to be counted."""

from ipaddress import IPv4Address, ip_address, ip_network


def network_of(address: str) -> str:
    """An address as written; of IPv6 the /64 in which its owner may choose any. What is no address stands for itself."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((int(found), 64), strict=False))
