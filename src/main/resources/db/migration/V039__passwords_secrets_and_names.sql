-- People: the name that others see, whether somebody else has set their password, where they have worked before, and their
-- second factor (its secret is encrypted; recovery codes are SHA-256 of random ones).
alter table access_user add column display_name text;
alter table access_user add constraint access_user_display_name check (length(display_name) between 1 and 100);
alter table access_user add column password_change_required boolean not null default false;
-- Whoever has set the passwords so far knows them. Admins set theirs themselves, as far as anybody knows.
update access_user set password_change_required = true where role <> 'admin';
alter table access_user add column former_communities text[] not null default '{}';
alter table access_user add column second_factor_secret bytea;
alter table access_user add column second_factor_confirmed_at timestamptz;
alter table access_user add column second_factor_step bigint;
alter table access_user add column second_factor_recovery text[];
alter table access_user
    add constraint access_user_second_factor check (second_factor_secret is not null
        or (second_factor_confirmed_at is null and second_factor_step is null and second_factor_recovery is null));

-- Systems: two secrets at a time, so that the one in use can be replaced. The first one has the id of its client.
alter table access_client add column former_communities text[] not null default '{}';
alter table access_client add column secret_id uuid;
alter table access_client add column secret_created_at timestamptz;
alter table access_client add column previous_secret_id uuid;
alter table access_client add column previous_secret_hash text;
alter table access_client add column previous_secret_created_at timestamptz;
update access_client set secret_id = id, secret_created_at = created_at;
alter table access_client alter column secret_hash drop not null;
alter table access_client
    add constraint access_client_secret check ((secret_hash is null) = (secret_id is null)
        and (secret_hash is null) = (secret_created_at is null));
alter table access_client
    add constraint access_client_previous_secret check ((previous_secret_hash is null) = (previous_secret_id is null)
        and (previous_secret_hash is null) = (previous_secret_created_at is null));

alter table community add column second_factor_required boolean not null default false;
