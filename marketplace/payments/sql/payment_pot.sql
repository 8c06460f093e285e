-- The programme's account of a kind for the money of a payment: 'gateway' is what the provider holds or has paid out for us (its balance is
-- negative), 'prepaid' what was paid and not handed over yet, 'programme' its own.
CREATE OR REPLACE FUNCTION payment_pot(p_payment payments, p_kind text) RETURNS bigint LANGUAGE sql AS $$
    SELECT ledger_open(p_payment.programme_id, p_kind, NULL, p_payment.currency)
$$;
REVOKE EXECUTE ON FUNCTION payment_pot FROM PUBLIC;
