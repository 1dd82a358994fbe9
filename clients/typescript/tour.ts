/** The tour of the README through the generated client: credit, redeem, collect, look at the balance, verify the books. */
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { paths } from "./api.js";

const [baseUrl, password] = process.argv.slice(2);
assert(baseUrl && password, "usage: tour.js URL PASSWORD");

/** What an answer holds; a refusal ends the tour. */
async function ok<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await answer;
  assert(data !== undefined, `${response.url}: ${JSON.stringify(error)}`);
  return data;
}

const token = await ok(createClient<paths>({ baseUrl }).POST("/v1/tokens", { body: { username: "admin", password } }));
const api = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token.accessToken}` } });
const community = "tour";
const at = { params: { path: { community } } };
const keyed = (key: string) => ({ params: { path: { community }, header: { "Idempotency-Key": key } } });

await ok(api.POST("/v1/communities", { body: { slug: community, name: "Tour" } }));
const member = await ok(
  api.POST("/v1/communities/{community}/members", { ...at, body: { memberNo: "1", displayName: "1", phone: "000 0000" } }),
);
const task = await ok(
  api.POST("/v1/communities/{community}/tasks", { ...at, body: { code: "snow", title: "清扫积雪", points: 6, per: "hour" } }),
);
const soap = await ok(
  api.POST("/v1/communities/{community}/rewards", { ...at, body: { code: "soap", title: "香皂", kind: "goods", points: 5 } }),
);
await ok(
  api.POST("/v1/communities/{community}/rewards/{rewardId}/receipts", {
    params: { path: { community, rewardId: soap.id }, header: { "Idempotency-Key": "tour-0" } },
    body: { quantity: 10 },
  }),
);

const credit = await ok(
  api.POST("/v1/communities/{community}/credits", {
    ...keyed("tour-1"),
    body: { memberId: member.id, taskId: task.id, quantity: 2 },
  }),
);
assert.equal(credit.points, 12);
const redemption = await ok(
  api.POST("/v1/communities/{community}/redemptions", {
    ...keyed("tour-2"),
    body: { memberId: member.id, lines: [{ rewardId: soap.id, quantity: 2 }] },
  }),
);
assert(redemption.pickupCode !== undefined);
const collected = await ok(
  api.POST("/v1/communities/{community}/pickups", { ...keyed("tour-3"), body: { pickupCode: redemption.pickupCode } }),
);
assert.equal(collected.status, "collected");

// As the member, on a phone: "me" is part of the contract.
const phone = await ok(
  api.POST("/v1/communities/{community}/members/{memberId}/tokens", { params: { path: { community, memberId: member.id } } }),
);
const own = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${phone.accessToken}` } });
const me = { params: { path: { community, memberId: "me" } } };
assert.equal((await ok(own.GET("/v1/communities/{community}/members/{memberId}/balance", me))).available, 2);
assert.equal((await ok(own.GET("/v1/communities/{community}/members/{memberId}/statement", me))).items.length, 3);

// A null takes away what was there, unless somebody else has changed it since.
const path = { community, memberId: member.id };
const read = await api.GET("/v1/communities/{community}/members/{memberId}", { params: { path } });
const tag = read.response.headers.get("ETag");
assert(tag !== null);
const change = {
  params: { path, header: { "If-Match": tag } },
  headers: { "Content-Type": "application/merge-patch+json" },
  body: { phone: null },
};
assert.equal((await ok(api.PATCH("/v1/communities/{community}/members/{memberId}", change))).phone, undefined);
const late = await api.PATCH("/v1/communities/{community}/members/{memberId}", change);
assert.equal(late.error?.code, "precondition_failed");

assert.equal((await ok(api.GET("/v1/communities/{community}/books/verification", at))).valid, true);
console.log("The tour came to its end.");
