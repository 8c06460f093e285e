"""An order of points and money as it is sent: what was shown, and how many points of its price are given."""

from wtforms.validators import InputRequired, NumberRange

from marketplace.web.shared.form import NumberField
from marketplace.web.storefront.choice_form import ID_MAX
from marketplace.web.storefront.order_form import OUT_OF_DATE, OrderForm


class SplitForm(OrderForm):
    """`quoted_points` are those whose rest in money was shown, in minor units; the member's choice, `points`, is sent with it."""

    quoted_points = NumberField(
        validators=[InputRequired(OUT_OF_DATE), NumberRange(1, ID_MAX, OUT_OF_DATE)], invalid_value_message=OUT_OF_DATE
    )

    @property
    def spoilt(self) -> bool:
        """Whether something is wrong that the page itself had filled in."""
        return super().spoilt or bool(self.quoted_points.errors)
