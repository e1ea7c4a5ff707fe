import type { SpaceServices } from '../services.ts';

/** Something that lives as long as a space's services do, made when it is first asked for: caches, shared streams. */
export function perSpace<T>(make: (space: SpaceServices) => T): (space: SpaceServices) => T {
  const made = new WeakMap<SpaceServices, T>();
  return (space) => {
    const known = made.get(space);
    if (known !== undefined) return known;
    const value = make(space);
    made.set(space, value);
    return value;
  };
}

/** A map that forgets what was used least recently. */
export class RecentMap<K, V> {
  private readonly entries = new Map<K, V>();
  private readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  get(key: K): V | undefined {
    const value = this.entries.get(key);
    if (value !== undefined) {
      this.entries.delete(key);
      this.entries.set(key, value);
    }
    return value;
  }

  set(key: K, value: V): void {
    this.entries.delete(key);
    this.entries.set(key, value);
    if (this.entries.size <= this.size) return;
    for (const oldest of this.entries.keys()) {
      this.entries.delete(oldest);
      return;
    }
  }

  delete(key: K): void {
    this.entries.delete(key);
  }
}
