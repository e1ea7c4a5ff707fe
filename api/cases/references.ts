import type { Subject } from '../../domain/case/caseView.ts';
import type { SpaceServices } from '../services.ts';

type Register = (space: SpaceServices, id: string) => Promise<Pick<Subject, 'name' | 'scope'> | null>;

/** The registers that cases may be about; a subject of another type cannot be looked up yet. */
const registers: Partial<Record<Subject['type'], Register>> = {
  compound: ({ registers: { compounds } }, id) => compounds.findById(id, { name: 1, scope: 1 }).lean(),
};

/** The subject as its register has it; undefined when there is none of that id. */
export async function findSubject(
  space: SpaceServices,
  type: Subject['type'],
  id: string,
): Promise<Subject | undefined> {
  const found = await registers[type]?.(space, id);
  return found ? { type, id, name: found.name, scope: found.scope } : undefined;
}
