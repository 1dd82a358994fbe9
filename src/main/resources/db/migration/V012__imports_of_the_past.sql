-- Whether a community has lately brought points or redemptions of the past in is asked before points are expired.
create index import_of_the_past on import (community_id, finished_at)
    where kind in ('activities', 'opening-balances', 'redemptions');
