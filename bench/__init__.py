"""How fast the shop is, each figure beside a limit measured in the same run: `make bench`, `make bench K=redeem_http_8`."""
