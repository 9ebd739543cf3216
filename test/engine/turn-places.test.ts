// Which turn begins when only some may run at once.
import { expect, test } from 'vitest';
import { queuedText } from '../../server/contract/turn-queue.ts';
import { createTurnPlaces } from '../../server/engine/threads/turn-places.ts';
import { eventually } from '../support/processes.ts';

/** What has happened so far: who began, and what those in line were told. */
function stage(most: number) {
  const told: string[] = [];
  const places = createTurnPlaces(() => limit.most);
  const limit = { most };
  return {
    places,
    limit,
    told,
    async take(id: string) {
      void places
        .take(id, (queued) => told.push(queued ? `${id} ${queued.place}/${queued.most}` : `${id} no more`))
        .then(() => told.push(`${id} begins`));
      await settled();
    },
    /** @returns what has been told since the last time */
    async news() {
      await settled();
      return told.splice(0);
    },
  };
}

/** Every promise that can be settled now is. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a turn begins at once while there is a place, and others in the order they came', async () => {
  const { places, take, news } = stage(2);
  for (const id of ['a', 'b', 'c', 'd']) await take(id);
  expect(await news()).toEqual(['a begins', 'b begins', 'c 1/2', 'd 2/2']);
  places.leave('b');
  expect(await news()).toEqual(['c no more', 'd 1/2', 'c begins']);
  places.leave('a');
  expect(await news()).toEqual(['d no more', 'd begins']);
});

test('one that leaves the line moves up those behind it, and leaving twice changes nothing', async () => {
  const { places, take, news } = stage(1);
  for (const id of ['a', 'b', 'c']) await take(id);
  await news();
  places.leave('b');
  places.leave('b');
  expect(await news()).toEqual(['c 1/1']);
});

test('another number applies at once: more begin, or those that run end first', async () => {
  const { places, limit, take, news } = stage(1);
  for (const id of ['a', 'b', 'c', 'd']) await take(id);
  await news();
  limit.most = 3;
  places.look();
  expect(await news()).toEqual(['b no more', 'c no more', 'd 1/3', 'b begins', 'c begins']);
  limit.most = 1;
  places.look();
  places.leave('a');
  places.leave('b');
  expect(await news()).toEqual(['d 1/1']);
  places.leave('c');
  expect(await news()).toEqual(['d no more', 'd begins']);
});

test('another number is seen without being told, too', async () => {
  let most = 1;
  const begun: string[] = [];
  const places = createTurnPlaces(() => most, 1);
  for (const id of ['a', 'b', 'c', 'd']) {
    void places.take(id, () => undefined).then(() => begun.push(id));
  }
  await settled();
  expect(begun).toEqual(['a']);
  most = 3;
  await eventually(() => begun.length === 3);
  expect(begun).toEqual(['a', 'b', 'c']);
});

test('a turn that waits for a person needs no place, and goes on without one', async () => {
  const { places, take, news } = stage(1);
  for (const id of ['a', 'b', 'c']) await take(id);
  await news();
  places.asked('a', 'q1');
  places.asked('a', 'q2');
  expect(await news()).toEqual(['b no more', 'c 1/1', 'b begins']);
  places.answered('a', 'q1');
  places.answered('a', 'q2');
  places.leave('b');
  expect(await news()).toEqual([]);
  places.leave('a');
  expect(await news()).toEqual(['c no more', 'c begins']);
  places.asked('nobody', 'q3');
  places.answered('nobody', 'q3');
});

test.each([
  [{ place: 3, most: 5 }, '5 turns run at once; 3rd in line'],
  [{ place: 1, most: 1 }, 'One turn runs at a time; 1st in line'],
  [{ place: 2, most: 2 }, '2 turns run at once; 2nd in line'],
  [{ place: 11, most: 20 }, '20 turns run at once; 11th in line'],
  [{ place: 23, most: 20 }, '20 turns run at once; 23rd in line'],
])('%o reads %s', (queued, text) => {
  expect(queuedText(queued)).toBe(text);
});
