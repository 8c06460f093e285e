"""How the member signs in: password, second factor, recovery codes, and where they are signed in now."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from marketplace import identity
from marketplace.core import audit, clock
from marketplace.core.db import transaction
from marketplace.web.shared.devices import device
from marketplace.web.shared.security import signed_in
from marketplace.web.shared.security.store import KEY, end_other_sessions
from marketplace.web.shared.visitor import actor


@signed_in
def security() -> ResponseReturnValue:
    """Show what protects the account. Open to users who are members nowhere: staff have passwords too."""
    lasting = [
        {"device": device(row.agent), "began_at": row.began_at, "here": identity.is_session(row, session.get(KEY, ""))}
        for row in identity.sessions(current_user.id, clock.now())
    ]
    codes = len(current_user.mf_recovery_codes or [])
    return render_template("storefront/account/security.html", user=current_user, sessions=lasting, codes=codes)


@signed_in
def end_sessions() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    with transaction(by=actor()):
        now, user_id = clock.now(), current_user.id
        before = {"sessions": len(identity.sessions(user_id, now))}
        end_other_sessions(current_user._get_current_object())
        after = {"sessions": len(identity.sessions(user_id, now))}
        audit.record("identity.end_sessions", f"user:{user_id}", at=now, before=before, after=after)
    flash(gettext("Signed out everywhere else"))
    return redirect(url_for("storefront.account.security"))
