import { describe, expect, test } from 'vitest';
import { Scroll } from './scroll';

const rowHeight = 28;
const view = 560;

describe('a table that fits the tallest panel', () => {
  test('scrolls as the browser does', () => {
    const scroll = new Scroll(1000, rowHeight, view);
    expect(scroll.panelHeight).toBe(28_000);
    scroll.scrolled(285);
    expect([scroll.firstRow, scroll.offset, scroll.rowCount]).toEqual([10, 5, 21]);
    scroll.scrolled(28_000 - view);
    expect([scroll.firstRow, scroll.rowCount]).toEqual([980, 20]);
  });

  test('shows all of a few rows', () => {
    const scroll = new Scroll(3, rowHeight, view);
    expect([scroll.firstRow, scroll.rowCount, scroll.settle]).toEqual([0, 3, 0]);
  });

  test('shows nothing without rows', () => {
    expect(new Scroll(0, rowHeight, view).rowCount).toBe(0);
  });
});

describe.each([35_000_000, 1_000_000_000])('a table of %d rows', (rows) => {
  const most = 8_000_000 - view;

  test('reaches its first and last row by the scroll bar', () => {
    const scroll = new Scroll(rows, rowHeight, view);
    scroll.scrolled(most);
    expect(scroll.firstRow + scroll.rowCount).toBe(rows);
    scroll.scrolled(0);
    expect([scroll.firstRow, scroll.offset]).toEqual([0, 0]);
  });

  test('moves row by row if a step is small, anywhere', () => {
    const scroll = new Scroll(rows, rowHeight, view);
    scroll.goTo(12_345_678);
    let at = scroll.settle;
    scroll.settled(at);
    const seen = new Set<number>();
    for (let i = 0; i < 200; i += 1) {
      seen.add(scroll.firstRow);
      at += rowHeight;
      scroll.scrolled(at);
    }
    expect(seen.size).toBe(200);
    expect(scroll.firstRow).toBe(12_345_678 + 200);
  });

  test('keeps its place when the scroll bar is put where the rows are', () => {
    const scroll = new Scroll(rows, rowHeight, view);
    scroll.goTo(rows / 2);
    const place = scroll.settle;
    expect(Math.abs(place / most - 0.5)).toBeLessThan(0.001);
    scroll.settled(place);
    scroll.scrolled(place);
    expect(scroll.firstRow).toBe(rows / 2);
  });

  test('keeps its place when the window changes', () => {
    const scroll = new Scroll(rows, rowHeight, view);
    scroll.goTo(1_000_000);
    expect(scroll.resized(rows, 32, 900).firstRow).toBe(1_000_000);
  });

  test('reveals a row by moving as little as possible', () => {
    const scroll = new Scroll(rows, rowHeight, view);
    scroll.goTo(1000);
    scroll.reveal(1001);
    expect(scroll.firstRow).toBe(1000);
    scroll.reveal(999);
    expect([scroll.firstRow, scroll.offset]).toEqual([999, 0]);
    scroll.reveal(5000);
    expect(scroll.firstRow + scroll.rowCount).toBe(5001);
  });

  test('goes no further than its ends', () => {
    const scroll = new Scroll(rows, rowHeight, view);
    scroll.goTo(-5);
    expect(scroll.firstRow).toBe(0);
    scroll.goTo(rows + 5);
    expect(scroll.firstRow).toBe(rows - 20);
    expect(scroll.settle).toBe(most);
  });
});
