import { words } from '../../words/words.ts';

export const useFileWords = words(
  'files',
  {
    dropFile: '把文件拖到这里，或点击选择',
    dropHint: 'CSV（UTF-8 或 GB18030）或 XLSX，第一张工作表，不超过 10 MB、2 万行',
    another: '另选文件',
    checking: '正在检查文件…',
    template: '模板',
    line: '行',
    column: '列',
    whatIsWrong: '问题',
    alike: '相近的小区',
    errorsOf: '{{count}} 处需要改正',
    errorsShown: '仅列出前 {{count}} 处',
    fixFile: '请在文件中改正后重新选择；有一处不对，整个文件都不会写入。',
  },
  {
    dropFile: 'Drop a file here, or click to choose one',
    dropHint: 'CSV (UTF-8 or GB18030) or XLSX, first sheet, at most 10 MB and 20,000 rows',
    another: 'Choose another file',
    checking: 'Checking the file…',
    template: 'Template',
    line: 'Line',
    column: 'Column',
    whatIsWrong: 'What is wrong',
    alike: 'Compounds with a similar name',
    errorsOf: '{{count}} things to correct',
    errorsOf_one: '{{count}} thing to correct',
    errorsShown: 'The first {{count}} are shown',
    fixFile: 'Correct them in the file and choose it again; with one of them nothing of the file is written.',
  },
);
