import type { Failed, Stores } from '../../sources/http/client';
import type { UrlFile } from '../../types';

/** Reads buckets and folders with a separate script and module, loaded when one is opened. */
export class LazyStores implements Stores {
  /** The URL of the module. */
  url = '';

  async load() {
    const stores = await import('../stores/stores');
    await stores.loadStores(this.url);
    return stores;
  }

  async sign(file: UrlFile): Promise<string> {
    return (await this.load()).signedUrl(file);
  }

  async judge(file: UrlFile, response: Response): Promise<Failed> {
    return await (await this.load()).judged(file, response);
  }
}
