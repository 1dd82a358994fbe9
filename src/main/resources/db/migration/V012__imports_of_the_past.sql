-- Whether a community has lately brought points or redemptions of the past in is asked before points are expired.
create index import_of_the_past on import (community_id, finished_at)
    where kind in ('activities', 'opening-balances', 'redemptions');

-- A file of rewards may bring new merchants along; a batch saves tables in any order.
alter table reward alter constraint reward_community_id_merchant_id_fkey deferrable initially deferred;
