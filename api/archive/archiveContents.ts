import type { Calendar } from '../../domain/calendar/calendar.ts';
import { computeDeadline } from '../../domain/deadline/deadline.ts';
import { explainDeadline } from '../../domain/deadline/explain.ts';
import type { Actor } from '../../domain/organisation/actor.ts';
import type { ResolvedPolicy } from '../../domain/policy/resolvePolicy.ts';
import type { Procedure } from '../../domain/procedures/declaration.ts';
import type { Language } from '../../domain/text.ts';
import type { TimelineEvent } from '../../domain/timeline/event.ts';
import { decidedTitle, officeTitle, stageTitle } from '../../domain/timeline/summary.ts';
import type { CaseDocument, TaskDocument, TextsDocument, TimelineDocument } from '../../models/caseModels.ts';
import { pathsTo } from '../../models/registers.ts';
import { keptCalendar, keptPolicy } from '../cases/kept.ts';
import { procedureOf, storedCase } from '../cases/wholeCase.ts';
import { type ProducedDocument, producedDocuments } from '../documents/producedDocuments.ts';
import { attachedFiles } from '../evidence/attachedFiles.ts';
import { placeNames } from '../figures/getDashboard.ts';
import type { PresentedCase } from '../present/case.ts';
import { taskOf } from '../present/task.ts';
import type { TimelineItem } from '../present/timelineItem.ts';
import type { Services, SpaceServices } from '../services.ts';
import { presentEvents } from '../timeline/readTimeline.ts';
import { type Verification, verificationOf } from '../timeline/verification.ts';
import { type PackedFile, packedFiles } from './packedFiles.ts';
import { safeName } from './safeName.ts';

/** Something an office was asked, with why it was due when it was. */
export interface AskedTask {
  id: string;
  title: string;
  office: string;
  openedAt: string;
  dueAt: string | null;
  closedAt: string | null;
  decision: string | null;
  rule: { name: string; source: string; steps: string[] } | null;
}

/** A document the case has produced; without a path it was never read, and so never issued. */
export interface PackedDocument extends ProducedDocument {
  paths: { language: Language; path: string }[];
}

/** A case in the words of one language. */
export interface Told {
  language: Language;
  view: PresentedCase;
  /** In the order of `timeline`. */
  items: TimelineItem[];
  tasks: AskedTask[];
  documents: PackedDocument[];
}

/** Everything of a case but the bytes of its files. */
export interface ArchiveContents {
  madeAt: Date;
  madeBy: Pick<Actor, 'id' | 'name'>;
  document: CaseDocument;
  /** Where it is, by names. */
  place: string;
  procedure: Procedure;
  /** The line that holds first, then branches that were replaced. */
  timeline: TimelineDocument[];
  texts: TextsDocument[];
  tasks: TaskDocument[];
  policy: ResolvedPolicy | undefined;
  calendar: Calendar | undefined;
  verification: Verification;
  files: PackedFile[];
  /** Chinese first, then what else was asked for. */
  told: [Told, ...Told[]];
  /** Whether the words of an event were erased. */
  erased: (event: TimelineEvent) => boolean;
}

/** Reads a case as somebody sees it. @param language is told besides Chinese */
export async function archiveContents(
  services: Services,
  space: SpaceServices,
  document: CaseDocument,
  { actor, language }: { actor: Actor; language: Language },
): Promise<ArchiveContents> {
  const id = document._id;
  const { cases } = space;
  // First, since it waits for what the case has said and the read model has not.
  const verification = await verificationOf(services, space, document);
  const [stored, texts, asked, policy, calendar, place] = await Promise.all([
    cases.timeline.find({ case: id }).sort({ seq: 1, epoch: 1 }).lean<TimelineDocument[]>(),
    cases.texts.find({ case: id }).sort({ epoch: 1, seq: 1 }).lean<TextsDocument[]>(),
    cases.tasks.find({ case: id }).sort({ openedAt: 1, id: 1 }).lean<TaskDocument[]>(),
    keptPolicy(space, document.policy.version),
    keptCalendar(space, document.calendar),
    placeOf(space, document.subject.scope),
  ]);
  // Of a task that was withdrawn before anybody read it, only its end is stored.
  const tasks = asked.filter(({ stage }) => stage !== undefined);
  const timeline = [...stored.filter((each) => !each.supersededBy), ...stored.filter((each) => each.supersededBy)];
  const written = new Set(texts.flatMap((each) => (each.texts ? [each._id] : [])));
  const erased = (event: TimelineEvent): boolean =>
    event.textsHash !== undefined && !written.has([event.case, event.epoch, event.seq].join('|'));
  const procedure = procedureOf(services, document.kind);
  const tell = async (each: Language): Promise<Told> => {
    const viewer = { actor, language: each };
    const [view, items, documents] = await Promise.all([
      storedCase(services, space, document, viewer),
      presentEvents(services, space, document, timeline, viewer),
      producedDocuments(services, space, document, each),
    ]);
    const languages: Language[] = language === 'en' ? ['zh', 'en'] : ['zh'];
    return {
      language: each,
      view,
      items,
      tasks: tasks.map((task) => askedTask(task, procedure, calendar, each)),
      documents: documents.map((produced, index) => packedDocument(produced, index + 1, languages)),
    };
  };
  return {
    madeAt: services.clock(),
    madeBy: { id: actor.id, name: actor.name },
    document,
    place,
    procedure,
    timeline,
    texts,
    tasks,
    policy,
    calendar,
    verification,
    files: await filesOf(space, id, timeline, erased),
    told: [await tell('zh'), ...(language === 'en' ? [await tell('en')] : [])],
    erased,
  };
}

/** From the city down, by names; what is no place of the register by its id. */
async function placeOf(space: SpaceServices, scope: string): Promise<string> {
  const paths = pathsTo(scope);
  const names = await placeNames(space, paths);
  return paths.map((path) => names.get(path) ?? path.split('/').at(-1) ?? path).join(' / ');
}

async function filesOf(
  space: SpaceServices,
  id: string,
  timeline: readonly TimelineDocument[],
  erased: (event: TimelineEvent) => boolean,
): Promise<PackedFile[]> {
  const documents = await attachedFiles(space, id);
  const stored = await space.evidence
    .bucket()
    .find({ _id: { $in: documents.map(({ file }) => file) } })
    .toArray();
  return packedFiles({
    events: timeline.map(({ event }) => event),
    documents,
    stored: new Map(stored.map(({ _id, length }) => [String(_id), length])),
    erased,
  });
}

function packedDocument(produced: ProducedDocument, number: number, languages: readonly Language[]): PackedDocument {
  const { issued } = produced;
  return {
    ...produced,
    paths: issued
      ? languages.map((language) => ({
          language,
          path: `documents/${safeName(number, `${issued.content.number}${language === 'zh' ? '' : `.${language}`}.html`)}`,
        }))
      : [],
  };
}

function askedTask(
  task: TaskDocument,
  procedure: Procedure,
  calendar: Calendar | undefined,
  language: Language,
): AskedTask {
  const { id, office, stage, openedAt, dueAt, deadline } = taskOf(task);
  const { closedAt, ended } = task;
  const told =
    deadline && calendar && explainDeadline(deadline, computeDeadline(deadline, calendar), calendar, language);
  return {
    id,
    title: stageTitle(procedure, id, language),
    office: officeTitle(office, language),
    openedAt,
    dueAt,
    closedAt: closedAt?.toISOString() ?? null,
    decision: ended?.decision === undefined ? null : decidedTitle(procedure, stage, ended.decision, language),
    rule: told ? { name: told.rule, source: told.source, steps: told.steps } : null,
  };
}
