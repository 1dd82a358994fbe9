-- The instances that run jobs, and when each was last heard of: they share the communities out among them.
create table instance (
    id      uuid        not null,
    seen_at timestamptz not null,
    constraint instance_pkey primary key (id)
);
