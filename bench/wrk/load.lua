-- Requests of one kind, or mixed, on members at random, each write under a key of its own. Sending stops before wrk does,
-- so that every write has been answered when the counting begins: what is left of a connection then waits for nothing.

local ffi = require("ffi")
ffi.cdef("typedef struct { long seconds, nanoseconds; } timespec; int clock_gettime(int clock, timespec *time);")
local MONOTONIC = 1
local clock = ffi.new("timespec")

local function now()
  ffi.C.clock_gettime(MONOTONIC, clock)
  return tonumber(clock.seconds) + tonumber(clock.nanoseconds) / 1e9
end

local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

local function get(path)
  return "GET " .. path .. " HTTP/1.1\r\n" .. headers .. "\r\n"
end

local function post(path, body)
  writes = writes + 1
  -- Random first, as the keys of phones are: no index is filled in order.
  return string.format("POST %s HTTP/1.1\r\n%sContent-Type: application/json\r\nIdempotency-Key: %08x%08x-%s-%d-%d\r\n"
    .. "Content-Length: %d\r\n\r\n%s", path, headers, math.random(0, 0x7fffffff), math.random(0, 0x7fffffff), run, number,
    writes, #body, body)
end

local kinds = {}

function kinds.redeem(community, member, reward)
  return post(string.format("/v1/communities/%s/redemptions", community),
    string.format('{"memberId":"%s","lines":[{"rewardId":"%s","quantity":1}]}', member, reward))
end

function kinds.credit(community, member, reward, task)
  return post(string.format("/v1/communities/%s/credits", community),
    string.format('{"memberId":"%s","taskId":"%s","quantity":1}', member, task))
end

function kinds.balance(community, member)
  return get(string.format("/v1/communities/%s/members/%s/balance", community, member))
end

function kinds.statement(community, member)
  return get(string.format("/v1/communities/%s/members/%s/statement?limit=5", community, member))
end

function kinds.mixed(...)
  local lot = math.random(100)
  local kind = lot <= 80 and "balance" or lot <= 95 and "credit" or "redeem"
  return kinds[kind](...)
end

-- Who asks for what, at random: of the communities that were filled by COPY, whose ids follow from numbers ...
local function numbered()
  local community = in_turn and first + sent % (last - first + 1) or math.random(first, last)
  local member = base + (community - first) * members + math.random(0, members - 1)
  return string.format("bench-%03d", community), string.format("00000000-0000-7000-8002-%012x", member),
    string.format("00000000-0000-7000-8003-%012x", community * 20 + math.random(0, rewards - 1)),
    string.format("00000000-0000-7000-8005-%012x", community)
end

-- ... or of the lines of a file: community, member, reward.
local function listed()
  return list[math.random(#list)]:match("(%S+) (%S+) (%S+)")
end

function init(arguments)
  local given = {}
  for _, argument in ipairs(arguments) do
    local name, value = argument:match("^(%w+)=(.*)$")
    if name then given[name] = tonumber(value) or value end
  end
  make = kinds[given.kind]
  first, last, base, members, rewards = given.first, given.last, given.base, given.members, given.rewards
  in_turn = given.inturn
  draw = given.list and listed or numbered
  if given.list then
    list = {}
    for line in io.lines(given.list) do table.insert(list, line) end
  end
  run = given.run
  sent, writes = 0, 0
  -- wrk asks the first thread for one request that it only looks at.
  looked_at = number > 0
  headers = "Host: localhost\r\nAuthorization: Bearer " .. given.token .. "\r\n"
  stop_at = now() + given.seconds
  math.randomseed(now() * 1e6 % 1e9 + number)
end

function request()
  if not looked_at then
    looked_at = true
    return get("/")
  end
  if now() >= stop_at then return "" end
  sent = sent + 1
  return make(draw())
end

function done(summary, latency, requests)
  local sent, writes = 0, 0
  for _, thread in ipairs(threads) do
    sent = sent + thread:get("sent")
    writes = writes + thread:get("writes")
  end
  local errors = summary.errors
  print(string.format('RESULT {"requests":%d,"unanswered":%d,"writes":%d,"refused":%d,"broken":%d,"p50":%d,"p90":%d,"p99":%d,"max":%d}',
    summary.requests, sent - summary.requests, writes, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(90), latency:percentile(99), latency.max))
end
