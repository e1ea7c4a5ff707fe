import type { CaseStatus } from '../../domain/case/caseView.ts';
import type { figureUnits } from '../../domain/figures/definitions.ts';
import { own } from '../../domain/own.ts';
import { type Language, type Text, text } from '../../domain/text.ts';

export const words = {
  yes: text('是', 'yes'),
  no: text('否', 'no'),
  notStarted: text('未启动', 'not started'),
  superseded: text('因更正作废', 'void after a correction'),
} satisfies Record<string, Text>;

export const statusWords: Record<CaseStatus, Text> = {
  running: text('整治中', 'under way'),
  suspended: text('已中止', 'suspended'),
  completed: text('已结束', 'ended'),
  cancelled: text('已撤销', 'cancelled'),
};

const routes: Record<string, Text> = {
  initialRanking: text('首次倒排', 'initial ranking'),
  monthlyTop50: text('月度前50名', 'monthly top 50'),
  lowStar: text('低星级', 'low star rating'),
  manual: text('区级决定', 'district decision'),
};

export const routeWords = (route: string, language: Language): string => own(routes, route)?.[language] ?? route;

export const unitWords: Record<(typeof figureUnits)[number], Text> = {
  count: text('个', 'count'),
  share: text('比率', 'share'),
  change: text('增减率', 'change'),
  mean: text('均值', 'mean'),
};
