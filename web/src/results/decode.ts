import { type Column as ArrowColumn, type DataType, Type, tableFromIPC } from '@uwdata/flechette';
import type { Cell, Column, ColumnType } from '../types';

const millisPerDay = 86_400_000;

/** Decodes an Arrow IPC stream to columns and rows, with exact integers and days as numbers. */
export function decode(stream: Uint8Array): { columns: Column[]; rows: Cell[][] } {
  const table = tableFromIPC(stream, { useBigInt: true });
  const columns = table.schema.fields.map(({ name, type }) => ({ name, type: typeOf(type) }));
  const children: ArrowColumn<unknown>[] = table.children;
  const rows = Array.from({ length: table.numRows }, (_, row) =>
    columns.map(({ type }, i) => cellOf(type, children[i]?.at(row))),
  );
  return { columns, rows };
}

function typeOf(type: DataType): ColumnType {
  switch (type.typeId) {
    case Type.Date:
      return 'day';
    case Type.Int:
      return 'integer';
    case Type.List:
    case Type.LargeList:
    case Type.ListView:
    case Type.LargeListView:
      return 'days';
    default:
      return 'text';
  }
}

function cellOf(type: ColumnType, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  switch (type) {
    case 'day':
      return Number(value) / millisPerDay;
    case 'days':
      return Array.from(value as Iterable<unknown>, (day) => Number(day) / millisPerDay);
    case 'integer':
      return BigInt(value as bigint | number);
    default:
      return String(value);
  }
}
