-- The demo community's rows. Its books are written by demo/DemoCommunity, through the ledger as everything else.
insert into community (id, slug, name, time_zone, expiry_type, expiry_years, pickup_days, created_at)
values ('01998c00-0000-7000-8000-000000000001', 'fuxi', '府西社区', 'Asia/Shanghai', 'calendar-year-end', 2, 7, '2026-01-01T00:00:00Z')
on conflict do nothing;

insert into book (community_id) values ('01998c00-0000-7000-8000-000000000001') on conflict do nothing;

insert into member (community_id, id, member_no, display_name, phone, group_code, household, status, created_at)
select '01998c00-0000-7000-8000-000000000001', n.id::uuid, n.member_no, n.display_name, n.phone, n.group_code, n.household, 'active', '2026-01-01T00:00:00Z'
from (values
    ('01998c00-0000-7000-8000-000000000101', 'fuxi-001', '1号居民', '000 0000 0001', 'resident', '1-101'),
    ('01998c00-0000-7000-8000-000000000102', 'fuxi-002', '2号骑手', '000 0000 0002', 'food-delivery', null),
    ('01998c00-0000-7000-8000-000000000103', 'fuxi-003', '3号快递员', null, 'courier', '2-305'))
  as n(id, member_no, display_name, phone, group_code, household)
on conflict do nothing;

-- Nobody has this token.
insert into member_session (community_id, member_id, id, minter, created_at, expires_at)
values ('01998c00-0000-7000-8000-000000000001', '01998c00-0000-7000-8000-000000000101', '01998c00-0000-7000-8000-000000000701',
    'client/01998c00-0000-7000-8000-000000000601', '2026-01-01T00:00:00Z', '2100-01-01T00:00:00Z')
on conflict do nothing;

insert into task (community_id, id, code, title, points, per, status, created_at)
select '01998c00-0000-7000-8000-000000000001', n.id::uuid, n.code, n.title, n.points, n.per, 'active', '2026-01-01T00:00:00Z'
from (values
    ('01998c00-0000-7000-8000-000000000201', 'hazard-photo', '安全隐患随手拍', 1, 'occurrence'),
    ('01998c00-0000-7000-8000-000000000202', 'senior-phone-class', '老年人智能手机教育课', 4, 'hour'),
    ('01998c00-0000-7000-8000-000000000203', 'snow-clearing', '清扫积雪', 6, 'hour'))
  as n(id, code, title, points, per)
on conflict do nothing;

insert into merchant (community_id, id, code, title, contact, phone, status, created_at)
values ('01998c00-0000-7000-8000-000000000001', '01998c00-0000-7000-8000-000000000801', 'canteen', '府西食堂', '前台', '000 0000 0801', 'active', '2026-01-01T00:00:00Z')
on conflict do nothing;

insert into reward (community_id, id, code, title, kind, points, cost_fen, limit_per_month, groups, merchant_id, status, created_at)
select '01998c00-0000-7000-8000-000000000001', n.id::uuid, n.code, n.title, n.kind, n.points, n.cost_fen, n.limit_per_month, n.groups::text[], n.merchant_id::uuid, 'active', '2026-01-01T00:00:00Z'
from (values
    ('01998c00-0000-7000-8000-000000000301', 'soap', '肥皂', 'goods', 5, 250, null, '{}', null),
    ('01998c00-0000-7000-8000-000000000302', 'ice-sleeve', '冰袖', 'goods', 12, 900, 2, '{courier,food-delivery}', null),
    ('01998c00-0000-7000-8000-000000000303', 'power-bank', '充电宝', 'goods', 60, 4900, 1, '{}', null),
    ('01998c00-0000-7000-8000-000000000304', 'haircut', '义剪', 'service', 10, 0, null, '{}', null),
    ('01998c00-0000-7000-8000-000000000305', 'set-meal', '9.9元爱心餐', 'merchant-package', 18, 990, null, '{}', '01998c00-0000-7000-8000-000000000801'))
  as n(id, code, title, kind, points, cost_fen, limit_per_month, groups, merchant_id)
on conflict do nothing;

insert into station (community_id, id, code, title, address, opening_hours, status, created_at)
values ('01998c00-0000-7000-8000-000000000001', '01998c00-0000-7000-8000-000000000701', 'east-gate', '东门领取点', '东门岗亭旁', '周一至周五 9:00-17:00', 'active', '2026-01-01T00:00:00Z')
on conflict do nothing;

-- Stocktakes that are being counted: the examples complete one, cancel another, and count in the third.
insert into stocktake (community_id, id, station_id, status, opened_at)
select '01998c00-0000-7000-8000-000000000001', n.id::uuid, '01998c00-0000-7000-8000-000000000701', 'open', now()
from (values ('01998c00-0000-7000-8000-000000000702'), ('01998c00-0000-7000-8000-000000000703'),
             ('01998c00-0000-7000-8000-000000000704')) as n(id)
on conflict do nothing;

insert into stocktake_line (community_id, stocktake_id, reward_id, position, code, title, counted)
select '01998c00-0000-7000-8000-000000000001', '01998c00-0000-7000-8000-000000000702', '01998c00-0000-7000-8000-000000000302', 0, 'ice-sleeve', '冰袖', 0
where exists (select 1 from stocktake s where s.community_id = '01998c00-0000-7000-8000-000000000001'
              and s.id = '01998c00-0000-7000-8000-000000000702' and s.status = 'open')
on conflict do nothing;

insert into import (community_id, id, kind, mode, dry_run, status, actor, file_sha256, file_size, ignored_columns, rows_total,
                    rows_read, accepted, created_at, started_at, finished_at, seen_at)
select '01998c00-0000-7000-8000-000000000001', '01998c00-0000-7000-8000-000000000901', 'members', 'atomic', false, 'done', 'system:demo',
       '1bf0e2f9d3a24e6c0b5b9c4d5f6a7b8c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6', 148, '{}', 3,
       3, 3, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', '2026-01-01T00:00:01Z'
on conflict do nothing;

insert into import_row (community_id, import_id, line, outcome, code, message, message_values, subject_id)
select '01998c00-0000-7000-8000-000000000001', '01998c00-0000-7000-8000-000000000901', n.line, 'accepted', 'created', 'import.created',
       '[]', n.subject_id::uuid
from (values
    (2, '01998c00-0000-7000-8000-000000000101'),
    (3, '01998c00-0000-7000-8000-000000000102'),
    (4, '01998c00-0000-7000-8000-000000000103'))
  as n(line, subject_id)
on conflict do nothing;

-- Staff of the counter (password: weijifen-demo) and the mini-program's backend (secret: weijifen-demo-secret-of-the-mini-program).
insert into access_user (id, username, display_name, password_hash, role, communities, status, created_at)
values ('01998c00-0000-7000-8000-000000000501', 'counter', '前台', '$2a$10$hOFiEjJYSKxAIrvvKh.yhekrQKMzUx1E7HBLslk9v0DsBCDiepQ0y', 'committee', '{fuxi}', 'active', '2026-01-01T00:00:00Z')
on conflict do nothing;

-- Staff of the canteen (password: weijifen-demo).
insert into access_user (id, username, display_name, password_hash, role, communities, merchant_id, status, created_at)
values ('01998c00-0000-7000-8000-000000000511', 'meals', '食堂前台', '$2a$10$hOFiEjJYSKxAIrvvKh.yhekrQKMzUx1E7HBLslk9v0DsBCDiepQ0y', 'merchant', '{fuxi}', '01998c00-0000-7000-8000-000000000801', 'active', '2026-01-01T00:00:00Z')
on conflict do nothing;

insert into access_client (id, name, secret_id, secret_hash, secret_created_at, communities, status, created_at)
values ('01998c00-0000-7000-8000-000000000601', '小程序', '01998c00-0000-7000-8000-000000000601',
        '$2a$10$BUE8W1A1GSn0yvI3xpY0eOepOXab9Ge3LPpYV9ZdrlHqyyrpmZGm.', '2026-01-01T00:00:00Z', '{fuxi}', 'active', '2026-01-01T00:00:00Z')
on conflict do nothing;

-- A system whose secret is being replaced; the examples end the earlier one. Nobody knows either.
insert into access_client (id, name, secret_id, secret_hash, secret_created_at, previous_secret_id, previous_secret_hash,
                           previous_secret_created_at, communities, status, created_at)
values ('01998c00-0000-7000-8000-000000000602', '志愿平台', '01998c00-0000-7000-8000-000000000613',
        '$2a$10$B/ao.q8Wmae1vA5z8nwZuuGl0JxA6LHw4qsTVdvg6Fu3t57e.NDq.', '2026-02-01T00:00:00Z',
        '01998c00-0000-7000-8000-000000000612', '$2a$10$cVRAYCRpW55UqFgi4pZ0I.dFbsEVDPLXe.goGN1cYTPVhnUPFFYFS', '2026-01-01T00:00:00Z', '{fuxi}', 'active', '2026-01-01T00:00:00Z')
on conflict do nothing;
