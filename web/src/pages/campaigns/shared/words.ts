import { words } from '../../../words/words.ts';

export const useSharedWords = words(
  'coordination',
  {
    initialRanking: '初次排名',
    monthlyTop50: '动态纳入',
    lowStar: '低星级',
    manual: '区级决定',
    live: '正式空间',
    rehearsal: '演练空间',
    table: '表格',
    emptyPlace: '（未知）',
  },
  {
    initialRanking: 'Initial ranking',
    monthlyTop50: 'Dynamic inclusion',
    lowStar: 'Low star',
    manual: 'District decision',
    live: 'Live space',
    rehearsal: 'Rehearsal space',
    table: 'Table',
    emptyPlace: '(unknown)',
  },
);
