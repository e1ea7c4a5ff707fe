import { patched } from '@temporalio/workflow';
import type { ActEnvelope } from '../../../domain/case/acts.ts';
import type { Actor, Person } from '../../../domain/organisation/actor.ts';
import { actsFor, decidesFor } from '../../../domain/permissions.ts';
import { type Act, type ActScene, findTask } from './act.ts';
import { attachEvidence, comment } from './steer.ts';

/**
 * In whose name an act is done, where that is not the actor's own: of whoever they stand in for in the office asked, else
 * of the one without whose posts they could not do it. Decisions say it themselves.
 */
export function inWhoseName<I>(scene: ActScene, act: Act<I>, { actor, input }: ActEnvelope<I>): Person | undefined {
  const people = actor.posts.flatMap((post) => post.for ?? []);
  if (people.length === 0) return undefined;
  const principal = ofTheTask(scene, act, actor, input) ?? neededFor(scene, act, actor, input, people);
  // A case that has recorded such an act without it goes on as it was: its chain holds.
  return principal !== undefined && patched('inNameOf') ? principal : undefined;
}

/** A word or a file for the whole case is given for whoever is asked something in it. */
function ofTheTask<I>({ running }: ActScene, act: Act<I>, actor: Actor, input: I): Person | undefined {
  const { stage } = input as { stage?: unknown };
  const { scope } = running.opening.subject;
  const task = typeof stage === 'string' ? findTask(running, stage) : undefined;
  if (task) return decidesFor(actor, task, scope);
  const contributes = [comment, attachEvidence].some((each) => (each as unknown) === act);
  if (!contributes) return undefined;
  const asked = Object.values(running.state.tasks).filter((each) => actsFor(actor, each, scope, running.today));
  const principals = asked.map((each) => decidesFor(actor, each, scope));
  return principals.includes(undefined) ? undefined : principals[0];
}

function neededFor<I>(
  scene: ActScene,
  act: Act<I>,
  actor: Actor,
  input: I,
  people: readonly Person[],
): Person | undefined {
  const mayWith = (person?: Person): boolean => {
    const posts = actor.posts.filter((post) => post.for === undefined || post.for.id === person?.id);
    return act.refuse(scene, { ...actor, posts }, input) === undefined;
  };
  return mayWith() ? undefined : people.find(mayWith);
}
