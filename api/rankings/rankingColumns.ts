import { z } from 'zod';
import { text } from '../../domain/text.ts';
import { wholeNumberCell } from '../tables/cells.ts';
import type { TableColumn } from '../tables/tableColumn.ts';

const count = () => wholeNumberCell(0, 1_000_000);

/** The columns of a month's 12345 file. */
export const rankingColumns = [
  {
    key: 'compound',
    title: text('小区编号', 'Compound id'),
    aliases: ['编号', 'id'],
    schema: z.string().max(40),
    help: text('与小区台账一致；没有编号时填小区名称', 'As in the register; without it the name decides'),
  },
  {
    key: 'name',
    title: text('小区名称', 'Compound'),
    aliases: ['小区', '名称', 'compound name'],
    schema: z.string().max(80),
    help: text('没有编号时必填，须与台账完全一致', 'Needed without an id; exactly as in the register'),
  },
  {
    key: 'complaints',
    title: text('投诉量', 'Complaints'),
    aliases: ['投诉总量', '工单量', '投诉件数'],
    required: true,
    schema: count(),
    help: text('当月全部工单', 'All tickets of the month'),
  },
  {
    key: 'propertyComplaints',
    title: text('物业类投诉量', 'Property-class complaints'),
    aliases: ['物业类投诉', '物业类'],
    required: true,
    schema: count(),
    help: text('其中物业类，用于全市排名', 'Those of the property class; the city ranks by them'),
  },
  {
    key: 'cityRank',
    title: text('全市排名', 'City rank'),
    aliases: ['排名', '物业类全市排名'],
    schema: wholeNumberCell(1, 100_000),
    help: text(
      '可以没有此列：按物业类投诉量计算，数量相同者并列',
      'The column may be absent: then ranks are computed from property-class complaints, equal counts sharing one',
    ),
  },
  {
    key: 'satisfied',
    title: text('满意数', 'Satisfied'),
    aliases: ['满意件数'],
    required: true,
    schema: count(),
    help: text('回访中表示满意的件数', 'Callers who were satisfied'),
  },
  {
    key: 'surveyed',
    title: text('回访数', 'Surveyed'),
    aliases: ['回访件数', '有效回访'],
    required: true,
    schema: count(),
    help: text('回访并作答的件数', 'Callers who were asked and answered'),
  },
] as const satisfies readonly TableColumn[];
