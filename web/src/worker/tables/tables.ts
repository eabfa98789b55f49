export { loadTables } from './module';
export { checkSize, deleteRows, placeColumns } from './parts';
export { selectTables } from './selecting';
