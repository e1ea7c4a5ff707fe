import { useMemo } from 'react';
import type { Answer } from '../../api/client.ts';
import { colours } from '../../frame/theme.ts';
import { Chart } from './Chart.tsx';
import { useMonitoringWords } from './words.ts';

type Month = Answer<'getComplaintTrend'>['months'][number];

const pale = '#a9c3d8';

/** Complaints as bars, pale before the first compound was listed; satisfaction as a line below, over the same months. */
export function TrendChart({ months }: { months: readonly Month[] }) {
  const say = useMonitoringWords();
  const [complaints, satisfaction, begin] = [say('complaints'), say('satisfaction'), say('listingBegins')];
  const option = useMemo(() => {
    const first = months.findIndex(({ listed }) => listed > 0);
    const axis = { type: 'category' as const, data: months.map(({ month }) => month), axisTick: { show: false } };
    const text = { color: colours.faint, fontSize: 12 };
    const title = (name: string) => ({
      name,
      nameLocation: 'end' as const,
      nameTextStyle: { ...text, align: 'left' as const },
    });
    return {
      grid: [
        { left: 52, right: 16, top: 32, height: 150 },
        { left: 52, right: 16, top: 236, height: 84 },
      ],
      tooltip: { trigger: 'axis' as const, axisPointer: { type: 'shadow' as const } },
      axisPointer: { link: [{ xAxisIndex: 'all' as const }] },
      xAxis: [
        { ...axis, gridIndex: 0, axisLabel: { show: false } },
        { ...axis, gridIndex: 1, axisLabel: text },
      ],
      yAxis: [
        { type: 'value' as const, gridIndex: 0, ...title(complaints), minInterval: 1, axisLabel: text },
        {
          type: 'value' as const,
          gridIndex: 1,
          ...title(`${satisfaction} %`),
          min: 0,
          max: 100,
          interval: 50,
          axisLabel: text,
        },
      ],
      series: [
        {
          type: 'bar' as const,
          name: complaints,
          barMaxWidth: 26,
          data: months.map(({ complaints: value, listed }) => ({
            value,
            itemStyle: { color: listed > 0 ? colours.primary : pale },
          })),
          ...(first > 0 && {
            markLine: {
              symbol: 'none' as const,
              silent: true,
              lineStyle: { color: colours.warning, type: 'dashed' as const },
              label: { formatter: begin, color: colours.warning, position: 'end' as const },
              data: [{ xAxis: first }],
            },
          }),
        },
        {
          type: 'line' as const,
          name: satisfaction,
          xAxisIndex: 1,
          yAxisIndex: 1,
          color: colours.done,
          symbolSize: 6,
          data: months.map(({ satisfied, surveyed }) =>
            satisfied === null || surveyed === null || surveyed === 0
              ? null
              : Math.round((1000 * satisfied) / surveyed) / 10,
          ),
        },
      ],
    };
  }, [months, complaints, satisfaction, begin]);
  return <Chart option={option} label={say('trendLabel')} height={350} />;
}
