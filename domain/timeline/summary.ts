import { dayOf } from '../calendar/calendar.ts';
import { type OfficeCode, offices } from '../organisation/offices.ts';
import { own } from '../own.ts';
import type { Procedure, Stage } from '../procedures/declaration.ts';
import { seatTitle } from '../procedures/seats.ts';
import { type Json, type Language, type Text, text } from '../text.ts';
import type { EventTexts, EventType, TimelineEvent } from './event.ts';

/** The parts of a declaration that wordings are taken from. */
export type Wordings = Pick<Procedure, 'title' | 'stages' | 'outcomes'>;

/** What a sentence is made of: everything already in words. */
interface Parts {
  who: string;
  stage: string;
  data: TimelineEvent['data'];
  /** A member of the data, as a plain word. */
  word: (name: string) => string;
  office: (name: string) => string;
  /** The Shanghai day of an instant in the data. */
  day: (name: string) => string;
  decision: string;
  outcome: string;
  result: string;
  /** A member of the form, as a plain word; undefined when it is not (or no longer) there. */
  written: (name: string) => string | undefined;
  kind: string;
  /** Another case, by procedure and id. */
  other: (id: Json | undefined) => string;
  /** Cases that were named when this one was started. */
  links: { case: string; relation: Text }[];
  /** How the other case of the data ended. */
  otherOutcome: string;
}

type Sentences = Record<EventType, (parts: Parts) => string>;

const rungs: Record<string, Text> = {
  yellow: text('提醒', 'Reminder'),
  red: text('逾期通报', 'Overdue notice'),
  supervise: text('督办', 'Supervision notice'),
  interview: text('约谈', 'Interview'),
};

const relations: Record<string, Text> = {
  reopens: text('重新启动', 'reopens'),
  startedBy: text('由其启动', 'was started by'),
  startedFrom: text('由其启动', 'was started from'),
  awaitedBy: text('由其启动并等待办结', 'is awaited by'),
  started: text('由本案件启动', 'has started'),
  awaits: text('由本案件启动，等其办结', 'awaits'),
  related: text('相关', 'is related to'),
  appeals: text('不服其决定', 'appeals against a decision of'),
};

const results: Record<string, Text> = {
  verified: text('全部核验通过', 'all verified'),
  timeReached: text('期限已到', 'its time was reached'),
  passed: text('通过', 'passed'),
  failed: text('不通过', 'failed'),
  relapsed: text('反弹', 'relapsed'),
  approved: text('同意', 'approved'),
  returned: text('退回', 'returned'),
  complete: text('齐备', 'complete'),
  incomplete: text('未齐备', 'incomplete'),
  undisputed: text('无异议', 'undisputed'),
  dismissed: text('异议不成立', 'objection dismissed'),
  upheld: text('异议成立', 'objection upheld'),
  reported: text('已有数据', 'the figures are there'),
};

/** What no single decision stands for: what was counted, or came of another case. */
const resultsOfNobody: Record<string, Text> = {
  scored: text('已评分', 'scored'),
  started: text('已启动', 'started'),
  closed: text('已办结', 'closed'),
  referred: text('已移送', 'referred'),
  cancelled: text('已撤销', 'cancelled'),
  quorumFailed: text('参与人数或面积不足', 'too few took part'),
  rejected: text('表决未通过', 'rejected by vote'),
  elected: text('已选出', 'elected'),
  notEnough: text('当选人数不足', 'too few were elected'),
  calledOff: text('表决撤回', 'the vote was called off'),
};

const appealOutcomes: Record<string, Text> = {
  upheld: text('维持原决定', 'the decision is upheld'),
  changed: text('变更，由上级单位更正原决定', 'it is changed: the level above corrects the decision'),
  sentBack: text('发回，重新作出决定', 'it is sent back, to be decided anew'),
  withdrawn: text('撤回', 'withdrawn'),
};

const problemStates: Record<string, Text> = {
  open: text('待整改', 'open'),
  inProgress: text('整改中', 'in progress'),
  done: text('已整改待核验', 'done, to be verified'),
  verified: text('核验通过', 'verified'),
};

const applyModes: Record<string, Text> = {
  restart: text('期限重新起算', 'terms start anew'),
  reanchor: text('按原起算日重新计算', 'terms count from their original start'),
};

const zh: Sentences = {
  caseOpened: ({ who, kind, links, other }) =>
    `${who}启动“${kind}”${links.map((link) => `；关联${other(link.case)}（${link.relation.zh}）`).join('')}`,
  teamNominated: ({ who, word }) => `${who}${word('campaign') && `在专项行动${word('campaign')}中`}提名三个一`,
  stageOpened: ({ stage }) => `进入“${stage}”`,
  stageClosed: ({ stage, result }) => `“${stage}”结束：${result}`,
  timeReached: ({ stage }) => `“${stage}”时间已到`,
  decided: ({ who, stage, decision, data }) => `${who}在“${stage}”中决定：${decision}${data['late'] ? '（逾期）' : ''}`,
  problemChanged: ({ word }) =>
    `问题${word('id')}：${problemStates[word('status')]?.zh ?? word('status')}，限期${word('dueOn')}`,
  escalated: ({ stage, word, office }) => `“${stage}”${rungs[word('rung')]?.zh ?? word('rung')}，送${office('to')}`,
  expired: ({ stage, day }) => `“${stage}”到期未答复（${day('dueAt')}）`,
  commented: ({ who }) => `${who}留言`,
  evidenceAttached: ({ who, written }) =>
    `${who}上传材料${written('name') === undefined ? '' : `“${written('name')}”`}`,
  delegated: ({ who, stage, written, word }) =>
    `${who}将“${stage}”委托${written('to') ?? word('to')}代办至${word('until')}`,
  reassigned: ({ who, stage, office }) => `${who}将“${stage}”由${office('from')}改派${office('to')}`,
  extended: ({ who, stage, day }) => `${who}将“${stage}”期限由${day('from')}延至${day('to')}`,
  suspended: ({ who, stage }) => `${who}中止${stage ? `“${stage}”` : '案件'}计时`,
  resumed: ({ who, stage }) => `${who}恢复${stage ? `“${stage}”` : '案件'}计时`,
  corrected: ({ who, word }) => `${who}更正第${word('event')}条决定`,
  superseded: ({ stage, word }) => `因第${word('by')}条被更正，“${stage}”作废`,
  linked: ({ who, data, word, other }) =>
    `${who}关联${other(data['case'])}（${relations[word('relation')]?.zh ?? word('relation')}）`,
  calendarChanged: ({ data, word }) => `工作日历更新为${word('to')}，${countOf(data['moved'])}项期限变动`,
  policyChanged: ({ who, data, word }) =>
    `${who}将政策由版本${word('from')}改用版本${word('to')}（${applyModes[word('mode')]?.zh ?? word('mode')}），${countOf(data['moved'])}项期限变动`,
  monthRecorded: ({ word, data }) =>
    `${word('month')}热线数据已公布（第${word('version')}版）：${figuresOf(data['figures'], 'zh')}${
      data['replaced'] ? `；原为：${figuresOf(data['replaced'], 'zh')}` : ''
    }`,
  childStarted: ({ stage, data, other }) => `“${stage}”已启动${other(data['case'])}`,
  linkedEnded: ({ data, other, otherOutcome }) => `${other(data['case'])}已结束：${otherOutcome}`,
  appealed: ({ data, word, other }) => `第${word('event')}条决定被申诉：${other(data['case'])}`,
  appealEnded: ({ data, word, other }) =>
    `对第${word('event')}条决定的${other(data['case'])}：${appealOutcomes[word('outcome')]?.zh ?? word('outcome')}`,
  caseCancelled: ({ who, outcome }) => `${who}撤销案件：${outcome}`,
  caseClosed: ({ outcome }) => `案件结束：${outcome}`,
};

const en: Sentences = {
  caseOpened: ({ who, kind, links, other }) =>
    `${who} opened “${kind}”${links.map((link) => `; it ${link.relation.en} ${other(link.case)}`).join('')}`,
  teamNominated: ({ who, word }) =>
    `${who} nominated the three ones${word('campaign') && ` in campaign ${word('campaign')}`}`,
  stageOpened: ({ stage }) => `“${stage}” began`,
  stageClosed: ({ stage, result }) => `“${stage}” ended: ${result}`,
  timeReached: ({ stage }) => `The time of “${stage}” has come`,
  decided: ({ who, stage, decision, data }) =>
    `${who} decided “${decision}” in “${stage}”${data['late'] ? ', after the due date' : ''}`,
  problemChanged: ({ word }) =>
    `Problem ${word('id')} is ${problemStates[word('status')]?.en ?? word('status')}, to be done by ${word('dueOn')}`,
  escalated: ({ stage, word, office }) =>
    `${rungs[word('rung')]?.en ?? word('rung')} about “${stage}”, to ${office('to')}`,
  expired: ({ stage, day }) => `“${stage}” was not answered by ${day('dueAt')}`,
  commented: ({ who }) => `${who} commented`,
  evidenceAttached: ({ who, written }) =>
    `${who} attached ${written('name') === undefined ? 'a file' : `“${written('name')}”`}`,
  delegated: ({ who, stage, written, word }) =>
    `${who} delegated “${stage}” to ${written('to') ?? word('to')} until ${word('until')}`,
  reassigned: ({ who, stage, office }) => `${who} reassigned “${stage}” from ${office('from')} to ${office('to')}`,
  extended: ({ who, stage, day }) => `${who} extended “${stage}” from ${day('from')} to ${day('to')}`,
  suspended: ({ who, stage }) => `${who} stopped the clock of ${stage ? `“${stage}”` : 'the case'}`,
  resumed: ({ who, stage }) => `${who} let the clock of ${stage ? `“${stage}”` : 'the case'} run again`,
  corrected: ({ who, word }) => `${who} corrected decision ${word('event')}`,
  superseded: ({ stage, word }) => `“${stage}” is void, since decision ${word('by')} was corrected`,
  linked: ({ who, data, word, other }) =>
    `${who} noted that this case ${relations[word('relation')]?.en ?? word('relation')} ${other(data['case'])}`,
  calendarChanged: ({ data, word }) => `The calendar is now ${word('to')}; ${countOf(data['moved'])} due dates moved`,
  policyChanged: ({ who, data, word }) =>
    `${who} applied policy ${word('to')} in place of ${word('from')} (${applyModes[word('mode')]?.en ?? word('mode')}); due dates moved: ${countOf(data['moved'])}`,
  monthRecorded: ({ word, data }) =>
    `The hotline figures of ${word('month')} were published (version ${word('version')}): ${figuresOf(data['figures'], 'en')}${
      data['replaced'] ? `; before: ${figuresOf(data['replaced'], 'en')}` : ''
    }`,
  childStarted: ({ stage, data, other }) => `“${stage}” started ${other(data['case'])}`,
  linkedEnded: ({ data, other, otherOutcome }) => `${other(data['case'])} ended: ${otherOutcome}`,
  appealed: ({ data, word, other }) => `Decision ${word('event')} was appealed: ${other(data['case'])}`,
  appealEnded: ({ data, word, other }) =>
    `${other(data['case'])} against decision ${word('event')}: ${appealOutcomes[word('outcome')]?.en ?? word('outcome')}`,
  caseCancelled: ({ who, outcome }) => `${who} cancelled the case: ${outcome}`,
  caseClosed: ({ outcome }) => `The case ended: ${outcome}`,
};

const sentences: Record<Language, Sentences> = { zh, en };

/**
 * What an event says, in one sentence. Whoever's name was erased is named by office, else as "somebody".
 *
 * @param texts the erasable part, when it is (still) there
 * @param others procedures of other cases that are named, by kind
 */
export function summarize(
  event: TimelineEvent,
  texts: EventTexts | undefined,
  procedure: Wordings,
  language: Language,
  others: (kind: string) => Wordings | undefined = () => undefined,
): string {
  const { data, actor, type } = event;
  const word = (name: string): string => plain(data[name]) ?? '';
  const form = isRecord(texts?.form) ? texts.form : {};
  const stage = event.stage === undefined ? undefined : stageOf(procedure, event.stage);
  const outcome = word('outcome');
  const result = word('result');
  // The id of a case begins with its kind.
  const procedureOf = (id: Json | undefined) => others(plain(id)?.split(':')[0] ?? '');
  return sentences[language][type]({
    who: whoActed(actor, texts, language),
    stage: event.stage === undefined ? '' : stageTitle(procedure, event.stage, language),
    data,
    word,
    office: (name) => officeTitle(word(name), language),
    day: (name) => dayText(data[name], language),
    decision: decisionTitle(stage, word('decision'), language),
    outcome: procedure.outcomes[outcome]?.[language] ?? outcome,
    result: event.stage === undefined ? result : resultTitle(procedure, event.stage, result, language),
    written: (name) => plain(form[name]),
    kind: procedure.title[language],
    other: (id) => [procedureOf(id)?.title[language], plain(id)].filter(Boolean).join(' '),
    links: linksIn(data['links']),
    otherOutcome: procedureOf(data['case'])?.outcomes[outcome]?.[language] ?? outcome,
  });
}

function linksIn(links: Json | undefined): Parts['links'] {
  if (!Array.isArray(links)) return [];
  return links.flatMap((link) => {
    const { case: id, relation } = isRecord(link) ? link : {};
    const known = own(relations, plain(relation) ?? '');
    return typeof id === 'string' && known ? [{ case: id, relation: known }] : [];
  });
}

/** The title of a stage or of one of its tasks: `planReview#2.housingBureau` is the second visit, asked of the housing bureau. */
export function stageTitle(procedure: Pick<Wordings, 'stages'>, id: string, language: Language): string {
  const [visitKey = id, ...parts] = id.split('.');
  const [name = id, visit] = visitKey.split('#');
  const title = own(procedure.stages, name)?.title[language] ?? name;
  const part = parts.join('.');
  const again = Number(visit) > 1 ? (language === 'zh' ? `（第${visit}次）` : ` (${visit})`) : '';
  return `${title}${again}${part ? ` · ${partTitle(procedure, name, part, language)}` : ''}`;
}

/** Which of several is asked at a stage: a seat or a task by its title; the number of a problem or a check stays as it is. */
export function partTitle(
  procedure: Pick<Wordings, 'stages'>,
  stage: string,
  part: string,
  language: Language,
): string {
  const declared = own(procedure.stages, stage);
  const face = own(declared?.faces ?? {}, part);
  return seatTitle(declared?.seatTitles, part)?.[language] ?? face?.title[language] ?? part;
}

/** The title of an office; what is no office stays as it is. */
export function officeTitle(code: string, language: Language): string {
  return Object.hasOwn(offices, code) ? offices[code as OfficeCode].title[language] : code;
}

/** What a stage ended with. */
export function resultTitle(
  procedure: Pick<Wordings, 'stages'>,
  stage: string,
  result: string,
  language: Language,
): string {
  const known = own(results, result);
  if (known) return known[language];
  const declared = stageOf(procedure, stage);
  const { results: given = {}, votes = {} } = (declared?.options ?? {}) as {
    results?: Record<string, string>;
    votes?: Record<string, string>;
  };
  const name = Object.keys(given).find((each) => given[each] === result) ?? result;
  // A joint review ends as the decisions say that were for it, or against.
  const vote = { approved: 'approve', refused: 'refuse' }[name];
  const decision = Object.keys(votes).find((each) => votes[each] === vote) ?? name;
  const title = decisionTitle(declared, decision, language);
  return title === decision ? (own(resultsOfNobody, result)?.[language] ?? title) : title;
}

/** How a case that names another is related to it. */
export function relationTitle(relation: string, language: Language): string {
  return own(relations, relation)?.[language] ?? relation;
}

/** A rung of the ladder of reminders. */
export function rungTitle(rung: string, language: Language): string {
  return own(rungs, rung)?.[language] ?? rung;
}

function whoActed(
  { role, office, for: principal }: TimelineEvent['actor'],
  texts: EventTexts | undefined,
  language: Language,
): string {
  if (role === 'system') return language === 'zh' ? '系统' : 'The system';
  const title = office && officeTitle(office, language);
  const own = texts?.actorName || undefined;
  const name = own && principal !== undefined ? inNameOf(own, texts?.forName || principal, language) : own;
  if (name && title) return language === 'zh' ? `${name}（${title}）` : `${name} (${title})`;
  return name ?? title ?? (language === 'zh' ? '有人' : 'Somebody');
}

function inNameOf(name: string, principal: string, language: Language): string {
  return language === 'zh' ? `${name}代${principal}` : `${name} for ${principal}`;
}

function stageOf(procedure: Pick<Wordings, 'stages'>, id: string): Stage | undefined {
  return own(procedure.stages, id.split('#')[0] ?? id);
}

/** What was decided at a stage. */
export function decidedTitle(
  procedure: Pick<Wordings, 'stages'>,
  stage: string,
  decision: string,
  language: Language,
): string {
  return decisionTitle(stageOf(procedure, stage), decision, language);
}

function decisionTitle(stage: Stage | undefined, decision: string, language: Language): string {
  for (const face of Object.values(stage?.faces ?? {})) {
    const declared = own(face.decisions, decision);
    if (declared) return declared.title[language];
  }
  return decision;
}

function dayText(instant: Json | undefined, language: Language): string {
  if (typeof instant === 'string') return dayOf(new Date(Date.parse(instant) - 1).toISOString());
  return language === 'zh' ? '无期限' : 'no date';
}

function plain(value: Json | undefined): string | undefined {
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
}

function countOf(list: Json | undefined): number {
  return Array.isArray(list) ? list.length : 0;
}

/** A month's figures in words. */
function figuresOf(figures: Json | undefined, language: Language): string {
  const { complaints, cityRank, satisfied, surveyed } = isRecord(figures) ? figures : {};
  const unranked = cityRank === null || cityRank === undefined;
  if (language === 'zh') {
    const rank = unranked ? '未排名' : `全市第${plain(cityRank)}名`;
    return `投诉${plain(complaints)}件，${rank}，满意${plain(satisfied)}/${plain(surveyed)}`;
  }
  const rank = unranked ? 'not ranked' : `rank ${plain(cityRank)} in the city`;
  return `${plain(complaints)} complaints, ${rank}, ${plain(satisfied)} of ${plain(surveyed)} satisfied`;
}

function isRecord(value: Json | undefined): value is Record<string, Json> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
