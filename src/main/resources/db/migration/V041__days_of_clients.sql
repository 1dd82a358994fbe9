-- What a client with a daily limit has credited, by the community's day.
create table client_day (
    community_id    uuid        not null,
    client_id       uuid        not null,
    day             date        not null,
    points          bigint      not null constraint client_day_points check (points > 0),
    constraint client_day_pkey primary key (community_id, client_id, day),
    constraint client_day_community foreign key (community_id) references community (id)
);
