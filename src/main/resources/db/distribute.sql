-- Spreads the tables over the servers of Citus, as far as they are not spread yet: run by psql, by the command "distribute", and
-- behind each migration of a database that is distributed already. The role that owns the tables runs it, at any time, as often
-- as it likes.
--
-- The rows of a community are together on one server: a table whose key begins with community_id is distributed by it, next to
-- book. The others are few rows, which each server has a copy of. Flyway's own table stays where it is.
do $$
declare
    here constant regnamespace := quote_ident(current_schema())::regnamespace;
    spread record;
    left_over text;
begin
    if not exists (select from pg_extension where extname = 'citus') then
        raise exception 'this database has no extension citus: create it first';
    elsif to_regclass('book') is null then
        raise exception 'this database has no tables yet: start the service on it first';
    elsif not (select pg_has_role(relowner, 'usage') from pg_class where oid = to_regclass('book')) then
        raise exception 'this role does not own the tables: name the one that does in QUARKUS_FLYWAY_USERNAME';
    end if;
    -- Else tables that are still local would become "citus local" ones, together with all that refer to them.
    perform set_config('citus.enable_local_reference_table_foreign_keys', 'off', true);
    perform set_config('citus.multi_shard_modify_mode', 'sequential', true);
    -- Citus tells of each table that it copies, and that it could be emptied where it was.
    perform set_config('client_min_messages', 'warning', true);

    loop
        select c.oid::regclass as name, k.conkey is not null as by_community
        into spread
        from pg_class c
        left join pg_attribute a on a.attrelid = c.oid and a.attname = 'community_id'
        left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p' and k.conkey[1] = a.attnum
        where c.relnamespace = here and c.relkind = 'r' and c.relname <> 'flyway_schema_history' and pg_has_role(c.relowner, 'usage')
            and not exists (select from pg_dist_partition p where p.logicalrelid = c.oid)
            -- What a table refers to goes first.
            and not exists (select from pg_constraint f
                where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid
                    and not exists (select from pg_dist_partition p where p.logicalrelid = f.confrelid))
        order by by_community, c.relname <> 'book', c.relname
        limit 1;
        exit when not found;

        if not spread.by_community then
            perform create_reference_table(spread.name);
            raise info '% is copied to each server', spread.name;
        elsif spread.name = 'book'::regclass then
            perform create_distributed_table(spread.name, 'community_id', colocate_with => 'none');
            raise info '% is distributed by community', spread.name;
        else
            perform create_distributed_table(spread.name, 'community_id', colocate_with => 'book');
            raise info '% is distributed by community', spread.name;
        end if;
    end loop;

    -- What refers to each other in a circle, and what somebody has spread in another way.
    select string_agg(c.relname, ', ' order by c.relname)
    into left_over
    from pg_class c
    left join pg_attribute a on a.attrelid = c.oid and a.attname = 'community_id'
    left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p' and k.conkey[1] = a.attnum
    left join pg_dist_partition p on p.logicalrelid = c.oid
    where c.relnamespace = here and c.relkind = 'r' and c.relname <> 'flyway_schema_history' and pg_has_role(c.relowner, 'usage')
        and case when k.conkey is null then p.partmethod = 'n' and p.repmodel = 't'
            else p.partmethod = 'h' and p.colocationid
                = (select b.colocationid from pg_dist_partition b where b.logicalrelid = 'book'::regclass) end is not true;
    if left_over is not null then
        raise exception 'these tables are not where they belong: %', left_over;
    end if;
end $$;
