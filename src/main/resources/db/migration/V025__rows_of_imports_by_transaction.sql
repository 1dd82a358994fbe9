-- Which imports had a row of a transaction: a file that says most of an earlier one again is a correction of it.

update import_row w set sequence = r.reservation
from import i, redemption r
where i.community_id = w.community_id and i.id = w.import_id and i.kind = 'redemptions'
  and r.community_id = w.community_id and r.id = w.subject_id and w.sequence is null;

create index import_row_sequence on import_row (community_id, sequence, import_id) where sequence is not null;
