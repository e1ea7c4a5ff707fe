import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use as register } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

register([BarChart, LineChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

interface Props {
  option: EChartsCoreOption;
  /** What it shows, for those who do not see it. */
  label: string;
  height: number;
}

/** A chart as wide as its place. It stands still where less motion is asked for. */
export function Chart({ option, label, height }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<ReturnType<typeof init>>(undefined);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const chart = init(element);
    drawn.current = chart;
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, []);
  useEffect(() => {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    drawn.current?.setOption({ animation: !still, ...option }, { notMerge: true });
  }, [option]);
  return <div ref={place} role="img" aria-label={label} style={{ height }} />;
}
