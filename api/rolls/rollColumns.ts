import { z } from 'zod';
import { text } from '../../domain/text.ts';
import { areaSources, unitStates } from '../../domain/votes/roll.ts';
import { codeCell, decimalCell, listCell } from '../tables/cells.ts';
import type { TableColumn } from '../tables/tableColumn.ts';

/** 10,000,000 m²: far more than a compound has. */
const largestArea = 1_000_000_000;

/** The columns of a roll of owners. */
export const rollColumns = [
  {
    key: 'unit',
    title: text('房号', 'Unit'),
    aliases: ['户号', '专有部分编号', 'unit id'],
    required: true,
    schema: z.string().max(40),
    help: text('每个专有部分一行，如 3-1-502', 'One row for each exclusive unit, such as 3-1-502'),
  },
  {
    key: 'building',
    title: text('楼栋', 'Building'),
    aliases: ['楼号', '幢号', '幢'],
    required: true,
    schema: z.string().max(40),
    help: text('列支范围按楼栋时以此为准', 'Decides who is asked where a building bears a cost'),
  },
  {
    key: 'area',
    title: text('专有面积（平方米）', 'Exclusive area (m²)'),
    aliases: ['专有面积', '建筑面积', '面积', 'area'],
    required: true,
    schema: decimalCell(2, largestArea).pipe(z.int().min(1)),
    help: text('最多两位小数', 'At most two decimals'),
  },
  {
    key: 'areaSource',
    title: text('面积来源', 'Source of the area'),
    required: true,
    schema: codeCell(areaSources),
    help: text(
      '不动产登记；未登记的按测绘，未测绘的按买卖合同（法释〔2020〕17号 8）',
      'Real-estate register; unregistered as surveyed; not surveyed as in the contract (法释〔2020〕17号 8)',
    ),
  },
  {
    key: 'state',
    title: text('状态', 'State'),
    aliases: ['销售状态', '是否已售'],
    required: true,
    schema: codeCell(unitStates),
    help: text(
      '已售、未售、未交付；建设单位未售和未交付的合计按一人（法释〔2020〕17号 9）',
      'Sold, unsold, or sold and not delivered; the last two are the developer’s, one head in all (法释〔2020〕17号 9)',
    ),
  },
  {
    key: 'names',
    title: text('业主', 'Owners'),
    aliases: ['产权人', '业主姓名', 'owner'],
    schema: listCell(z.string().max(60), 20),
    help: text(
      '共有人用、隔开，共同行使一票；姓名只保存在名册中',
      'Co-owners set apart by 、 have one vote; names are kept in the roll alone',
    ),
  },
  {
    key: 'owner',
    title: text('业主编号', 'Owner id'),
    aliases: ['买受人编号'],
    schema: z.string().regex(/^[\p{L}\p{N}_-]{1,40}$/u, '字母、数字、_ 和 - / letters, digits, _ and -'),
    help: text(
      '同一买受人的各套填同一编号，合计按一人；勿填身份证号',
      'The same for all units of one buyer, who is one head; never the number of an identity card',
    ),
  },
] as const satisfies readonly TableColumn[];
