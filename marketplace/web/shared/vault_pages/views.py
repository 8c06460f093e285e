"""The page of stock and batches, and the page of one batch."""

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace import codes, identity, partners
from marketplace.identity import Permission
from marketplace.web.shared import listing, parts
from marketplace.web.shared.vault_pages import scope, stock
from marketplace.web.shared.vault_pages.listed import FACE, STATES


def index(**_address: str) -> ResponseReturnValue:
    if parts.wanted() == listing.ROWS:
        return listing.answer(FACE, scope.asker())
    brands = scope.brands()
    asked = request.args.get("brand", "")
    chosen = next((brand for brand in brands if brand.slug == asked), None)
    if len(brands) == 1 and not asked:
        chosen = brands[0]
    shown = listing.look(FACE, scope.asker())
    page = render_template(
        "shared/vault/index.html", list=shown, part=False, stock=stock.look(brands, chosen), chosen=chosen,
        load_url=url_for(f"{request.blueprints[-1]}.runs.new", kind="codes"),
    )  # fmt: skip
    response = make_response(page, 422 if shown.wrong else 200)
    response.vary.add("HX-Request")
    return response


def export(**_address: str) -> ResponseReturnValue:
    return listing.export(FACE, scope.asker(), permission=Permission.RUNS_CODES)


def show(batch_id: int, **_address: str) -> ResponseReturnValue:
    batch = scope.batch_of(batch_id)
    changes = codes.history(batch.id)
    ids = [int(one.actor.partition(":")[2]) for one in changes if one.actor.startswith("user:")]
    return render_template(
        "shared/vault/batch.html", batch=batch, number=codes.batch_number(batch.id), brand=partners.brand(batch.brand_id), changes=changes, names=identity.known_as(ids),
        state=STATES[batch.state], decoys=codes.has_decoys(batch.id), decoys_from=codes.DECOYS_FROM,
    )  # fmt: skip
