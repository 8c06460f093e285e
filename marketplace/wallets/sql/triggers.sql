CREATE OR REPLACE TRIGGER wallets_follow_events AFTER INSERT ON giftcard_events FOR EACH ROW
    WHEN (NEW.kind IN ('frozen', 'unfrozen', 'held', 'released', 'voided', 'replaced', 'extended')) EXECUTE FUNCTION wallet_follows();
CREATE OR REPLACE TRIGGER wallets_follow_movements AFTER INSERT ON giftcard_movements FOR EACH ROW EXECUTE FUNCTION wallet_follows();
CREATE OR REPLACE TRIGGER wallets_follow_extensions AFTER INSERT ON giftcard_extensions FOR EACH ROW EXECUTE FUNCTION wallet_ends_anew();
