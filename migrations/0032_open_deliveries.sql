-- Deliveries that have not ended, however many have: those that are due, and what waits for one merchant.
create index webhook_delivery_open on webhook_delivery (merchant_id, state, created_at)
  where state in ('waiting', 'paused');
create index webhook_delivery_due on webhook_delivery (next_try_at) where state = 'waiting';
