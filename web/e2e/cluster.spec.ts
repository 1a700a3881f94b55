import { expect, test } from "./support/cluster";

test("two people on two nodes talk as on one", async ({ company, front, otherFront }) => {
  const anna = await company.owner("Anna", { at: front.url });
  const ben = await company.member("Ben", {}, { at: otherFront.url });
  const { id } = await anna.account.general();
  await anna.openRoom(id);
  await ben.openRoom(id);
  await anna.say("From the first node");
  await ben.sees("From the first node");
  await ben.say("From the second node");
  await anna.sees("From the second node");
  for (const n of [1, 2, 3]) {
    await anna.say(`Anna ${n}`);
    await ben.say(`Ben ${n}`);
  }
  for (const person of [anna, ben]) {
    await person.sees("Anna 3");
    await person.sees("Ben 3");
  }
  const order = await anna.order(/(Anna|Ben) \d/);
  expect(order).toHaveLength(6);
  expect(await ben.order(/(Anna|Ben) \d/)).toEqual(order);
});

test("when a node is killed, its person goes on through the other and nothing is lost or doubled", async ({
  company,
  server,
  second,
  front,
  otherFront,
}) => {
  const anna = await company.owner("Anna", { at: front.url });
  const ben = await company.member("Ben", {}, { at: otherFront.url });
  const { id } = await anna.account.general();
  await anna.openRoom(id);
  await ben.openRoom(id);
  await ben.say("Before 1");
  await anna.sees("Before 1");
  for (const person of [anna, ben]) person.complaints.expectOutage();

  await second.kill();
  await ben.say("After 1"); // he sits before a dead node and is not told to do anything
  await anna.say("After 2");
  await anna.sees("After 1");
  await ben.sees("After 2");

  // The other way round: the node is back, the first one dies.
  await second.start();
  await server.kill();
  await anna.say("Then 1");
  await ben.sees("Then 1");
  await anna.sentAll();
  const told = await ben.order(/(Before|After|Then) \d/);
  expect([...told].sort()).toEqual(["After 1", "After 2", "Before 1", "Then 1"]);
  expect(await anna.order(/(Before|After|Then) \d/)).toEqual(told);
});
