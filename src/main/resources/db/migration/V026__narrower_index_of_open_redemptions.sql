-- The job that ends what was not collected looks for days alone, and finds few. Without the id, equal days share an entry, and a
-- redemption writes less to the log.
drop index redemption_open;
create index redemption_open on redemption (community_id, pickup_by) where status = 'reserved';
