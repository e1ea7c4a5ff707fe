import type { SpaceServices } from '../services.ts';

/** Places by id and by name, for files in which people write names. */
export class PlaceNames {
  private readonly paths = new Map<string, string>();
  /** Path above and name → id; undefined where several have the name. */
  private readonly ids = new Map<string, string | undefined>();

  private constructor(places: readonly { _id: string; name: string }[]) {
    for (const { _id, name } of places) {
      const cut = _id.lastIndexOf('/');
      const key = `${_id.slice(0, Math.max(cut, 0))}|${name}`;
      this.paths.set(_id, name);
      this.ids.set(key, this.ids.has(key) ? undefined : _id.slice(cut + 1));
    }
  }

  static async read({ registers }: Pick<SpaceServices, 'registers'>): Promise<PlaceNames> {
    return new PlaceNames(await registers.places.find({}, { name: 1 }).lean());
  }

  /** The id of a place below `above` (empty for a city) that is written by id or name. */
  idOf(above: string, written: string): string | undefined {
    return this.paths.has(above === '' ? written : `${above}/${written}`)
      ? written
      : this.ids.get(`${above}|${written}`);
  }

  /** How a place is written in a file: by its name where that says which it is. */
  written(path: string): string {
    const cut = path.lastIndexOf('/');
    const id = path.slice(cut + 1);
    const name = this.paths.get(path);
    return name !== undefined && !name.includes('/') && this.idOf(path.slice(0, Math.max(cut, 0)), name) === id
      ? name
      : id;
  }

  /** A whole path, part by part; undefined when a part is not known. */
  pathOf(written: string): string | undefined {
    let path = '';
    for (const part of written.split('/')) {
      const id = this.idOf(path, part.trim());
      if (id === undefined) return undefined;
      path = path === '' ? id : `${path}/${id}`;
    }
    return path;
  }
}
