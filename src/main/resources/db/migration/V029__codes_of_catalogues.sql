-- Statuses, kinds and units are kept by the codes that the API writes: one spelling everywhere, as redemptions have it.

alter table community drop constraint community_expiry;
update community set expiry_type = lower(replace(expiry_type, '_', '-'));
alter table community add constraint community_expiry check (case expiry_type
    when 'never' then expiry_months is null and expiry_years is null
    when 'after-months' then expiry_months is not null and expiry_years is null
    when 'calendar-year-end' then expiry_months is null and expiry_years is not null
    else false end);

alter table member drop constraint member_status_check;
update member set status = lower(status);
alter table member add constraint member_status_check check (status in ('active', 'frozen', 'left'));

alter table task drop constraint task_per_check, drop constraint task_status_check;
update task set per = lower(per), status = lower(status);
alter table task
    add constraint task_per_check check (per in ('occurrence', 'hour')),
    add constraint task_status_check check (status in ('active', 'retired'));

alter table reward
    drop constraint reward_kind_check,
    drop constraint reward_status_check,
    drop constraint reward_low_stock,
    drop constraint reward_merchant_kind;
update reward set kind = lower(replace(kind, '_', '-')), status = lower(status);
alter table reward
    add constraint reward_kind_check check (kind in ('goods', 'service', 'merchant-package')),
    add constraint reward_status_check check (status in ('active', 'retired')),
    add constraint reward_low_stock check (low_stock_threshold is null or kind = 'goods'),
    add constraint reward_merchant_kind check (merchant_id is null or kind <> 'goods');

alter table merchant drop constraint merchant_status_check;
update merchant set status = lower(status);
alter table merchant add constraint merchant_status_check check (status in ('active', 'retired'));

alter table station drop constraint station_status_check;
update station set status = lower(status);
alter table station add constraint station_status_check check (status in ('active', 'retired'));
