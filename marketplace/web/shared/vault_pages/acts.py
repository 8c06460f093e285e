"""A batch is withdrawn or released: first the question with what follows, then the deed with its reason."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from marketplace import codes, partners
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.web.shared import filters
from marketplace.web.shared.vault_pages.forms import ReasonForm, ThresholdForm
from marketplace.web.shared.vault_pages.scope import batch_of, stock_of
from marketplace.web.shared.visitor import actor


def ask_withdrawal(batch_id: int, **_address: str) -> ResponseReturnValue:
    return _question(batch_id, ReasonForm(), "withdrawal")


def withdraw(batch_id: int, **_address: str) -> ResponseReturnValue:
    batch, form = batch_of(batch_id), ReasonForm()
    if not form.validate_on_submit():
        return _question(batch_id, form, "withdrawal"), 422
    with transaction(by=actor()):
        count = codes.withdraw(batch, why=form.why.data, now=clock.now())
    said = ngettext(
        "%(count)s code is no longer sold",
        "%(count)s codes are no longer sold",
        count,
        count=filters.grouped(count),
    )
    flash(said, "good")
    return redirect(url_for(".show", batch_id=batch.id), 303)


def ask_release(batch_id: int, **_address: str) -> ResponseReturnValue:
    return _question(batch_id, ReasonForm(), "release")


def release(batch_id: int, **_address: str) -> ResponseReturnValue:
    batch, form = batch_of(batch_id), ReasonForm()
    if not form.validate_on_submit():
        return _question(batch_id, form, "release"), 422
    with transaction(by=actor()):
        count = codes.release(batch, why=form.why.data, now=clock.now())
    flash(
        ngettext(
            "%(count)s code is on sale again", "%(count)s codes are on sale again", count, count=filters.grouped(count)
        ),
        "good",
    )
    return redirect(url_for(".show", batch_id=batch.id), 303)


def ask_threshold(denomination_id: int, **_address: str) -> ResponseReturnValue:
    one = stock_of(denomination_id)
    return _threshold(one, ThresholdForm(codes=one.threshold))


def set_threshold(denomination_id: int, **_address: str) -> ResponseReturnValue:
    one, form = stock_of(denomination_id), ThresholdForm()
    if not form.validate_on_submit():
        return _threshold(one, form), 422
    with transaction(by=actor()):
        codes.set_threshold(one, form.codes.data, now=clock.now())
    flash(gettext("Saved"))
    return redirect(url_for(".index", brand=partners.brand(one.brand_id).slug), 303)


def _threshold(one: codes.Stock, form: ThresholdForm) -> str:
    return render_template(
        "shared/vault/threshold.html", one=one, brand=partners.brand(one.brand_id), form=form, floor=codes.FLOOR
    )


def _question(batch_id: int, form: ReasonForm, what: str) -> str:
    batch = batch_of(batch_id)
    return render_template(f"shared/vault/{what}.html", batch=batch, brand=partners.brand(batch.brand_id), form=form)
