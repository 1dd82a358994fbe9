-- Which worksheet of a workbook an import reads, and which it leaves.

alter table import
    add column sheet        text,                                           -- null for a file that has no worksheets
    add column other_sheets text[]  not null default '{}';                  -- visible ones with something on them

-- Two worksheets of one file are two imports.
drop index import_open;
create unique index import_open on import (community_id, kind, mode, dry_run, additional, file_sha256, sheet) nulls not distinct
    where status in ('received', 'running');
