"""The training world: written calls to practise, each with its right outcome; entered, left and begun anew at one press."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from marketplace import partners, programmes, training
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.programmes import Programme
from marketplace.web.console.training_words import OUTCOMES, SCRIPTS
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import require
from marketplace.web.shared.visitor import actor, enter_training, leave_training

blueprint = Blueprint("training", __name__, url_prefix="/training")
PLACE = Place("console.training.index", lazy_gettext("Training world"), "lightbulb", Permission.CALLS_TAKE)


@blueprint.get("")
@require(Permission.CALLS_TAKE)
def index() -> str:
    """Outside: what it is, and the way in; inside: the scenes."""
    world = g.programme if g.programme.training_of is not None else None
    played = training.scenes(world) if world else []
    states = {
        one.plan.name: OUTCOMES[training.judged(one.plan.expected, called=one.called, identified=one.identified, done=one.done)] for one in played
    }  # fmt: skip
    brands = partners.brands([one.card.brand_id for one in played if one.card])
    return render_template(
        "console/training/index.html", world=world, played=played, states=states, scripts=SCRIPTS, brands=brands
    )


@blueprint.post("/entry")
@require(Permission.CALLS_TAKE)
def enter() -> ResponseReturnValue:
    with transaction(by=actor()):
        training.begin(_home(), now=clock.now())
    enter_training()
    return redirect(url_for("console.training.index"), 303)


@blueprint.post("/exit")
@require(Permission.CALLS_TAKE)
def leave() -> ResponseReturnValue:
    leave_training()
    flash(gettext("You are back in the real programme"))
    return redirect(url_for("console.training.index"), 303)


@blueprint.post("/reset")
@require(Permission.CALLS_TAKE)
def reset() -> ResponseReturnValue:
    with transaction(by=actor()):
        training.reset(_home(), now=clock.now())
    enter_training()
    flash(gettext("All scenes are at their beginning"))
    return redirect(url_for("console.training.index"), 303)


def _home() -> Programme:
    """The real programme, whether the visitor is practising already or not."""
    home = g.programme.training_of
    return g.programme if home is None else programmes.get(home)
