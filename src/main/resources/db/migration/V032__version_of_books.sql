-- Counts the batches that changed the books, or rows that change with them. By it an instance knows that what it has
-- read of the books before is still true. A constant default leaves the rows of the table as they are.
alter table book add column version bigint not null default 0;
