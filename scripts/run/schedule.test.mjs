// Tasks that run side by side, and how a failure affects other tasks.
import { expect, test, vi } from 'vitest';
import { runTasks, task, withNeeds } from './schedule.mjs';

test('a failed task fails what needs it, and the run ends', async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  const fails = () => {
    throw new Error('no room');
  };
  const first = task('first', [], fails);
  const second = task('second', [first], () => {}, { check: true });
  const third = task('third', [second], () => {}, { check: true });
  const rows = await runTasks(withNeeds([third]), undefined, 2);
  expect(rows.map(({ name, outcome, note }) => [name, outcome, note])).toEqual([
    ['first', 'failed', 'no room'],
    ['second', 'failed', 'needs first'],
    ['third', 'failed', 'needs second'],
  ]);
});

test('tasks that hold one name run one after the other', async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  let inside = 0;
  const run = async () => {
    expect(++inside).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inside--;
  };
  const tasks = ['a', 'b', 'c'].map((name) => task(name, [], run, { holds: () => ['browser'] }));
  const rows = await runTasks(tasks, undefined, 3);
  expect(rows.map(({ outcome }) => outcome)).toEqual(['passed', 'passed', 'passed']);
});

test('a task that waits for the network takes no slot', async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  const running = new Set();
  let max = 0;
  const work = (name) => async () => {
    running.add(name);
    max = Math.max(max, running.size);
    await new Promise((resolve) => setTimeout(resolve, 20));
    running.delete(name);
  };
  const tasks = ['a', 'b', 'c'].map((name) => task(name, [], work(name)));
  const waits = task('waits', [], work('waits'), { waits: true });
  await runTasks([...tasks, waits], undefined, 2);
  expect(max).toBe(3);
  max = 0;
  await runTasks([waits, ...tasks], undefined, 1);
  expect(max).toBe(1);
});
