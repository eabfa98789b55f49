export { listed } from './listed';
export { loadStores } from './module';
export { judged, signedUrl } from './signing';
