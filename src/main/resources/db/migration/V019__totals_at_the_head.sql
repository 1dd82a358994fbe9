-- What a community has moved altogether: no figure of a month can be larger, and what would make these larger than every reader
-- of JSON keeps exact is refused. They are written with the head, whenever something is posted.

alter table book
    add column issued_points bigint not null default 0 check (issued_points >= 0),  -- all that was ever earned, reversed or not
    add column cost_fen bigint not null default 0 check (cost_fen >= 0);            -- of all that is reserved, or was handed out

update book b set issued_points = s.points
from (select p.community_id, sum(p.amount) as points from posting p
    join account a on a.community_id = p.community_id and a.number = p.from_account and a.type = 'EARNED'
    group by p.community_id) s
where s.community_id = b.community_id;

update book b set cost_fen = s.fen
from (select r.community_id, sum(l.quantity * l.cost_fen) as fen from redemption r
    join redemption_line l on l.community_id = r.community_id and l.redemption_id = r.id
    where r.status in ('reserved', 'collected', 'returned') group by r.community_id) s
where s.community_id = b.community_id;
