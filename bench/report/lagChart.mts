import { init, use } from 'echarts/core';
import { LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
import type { Cost } from '../schedule/schedules.mts';

use([LineChart, ScatterChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

/** One duration: the fixed intervals, and ours. */
export interface Series {
	duration: string;
	fixed: Cost[];
	ours: Cost;
}

// Readable on white and on dark, and told apart by people who see few colours (after Okabe and Ito).
const colors = [
	'#000000',
	'#e69f00',
	'#56b4e9',
	'#009e73',
	'#b8a90a',
	'#0072b2',
	'#d55e00',
	'#cc79a7',
];

const toPoint = ({ calls, lag }: Cost): [number, number] => [
	Number(calls.toPrecision(3)),
	Number((lag / 1000).toPrecision(3)),
];

/** Lag against calls, both logarithmic: a curve of fixed intervals for each duration, and ours beside it. */
export function drawLag(series: Series[]): string {
	const chart = init(null, null, { renderer: 'svg', ssr: true, width: 900, height: 560 });
	const axis = { type: 'log' as const, nameLocation: 'middle' as const, minorTick: { show: true } };
	chart.setOption({
		animation: false,
		backgroundColor: '#ffffff',
		color: colors,
		title: {
			text: 'Lag after the end, against calls to Gong',
			subtext: 'Curves: fixed intervals of 15 min, 5 min, 1 min and 10 s. Diamonds: this package.',
			left: 'center',
		},
		grid: { left: 80, right: 120, top: 70, bottom: 60 },
		legend: {
			right: 10,
			top: 'middle',
			orient: 'vertical',
			data: series.map(({ duration }) => duration),
		},
		xAxis: { ...axis, name: 'calls for one deletion', nameGap: 32, min: 1, max: 10_000 },
		yAxis: {
			...axis,
			name: 'average lag',
			nameGap: 56,
			min: 0.5,
			max: 1000,
			axisLabel: { formatter: '{value} s' },
		},
		series: series.flatMap(({ duration, fixed, ours }, index) => [
			{
				name: duration,
				type: 'line' as const,
				symbol: 'circle',
				symbolSize: 5,
				data: fixed.map(toPoint),
			},
			{
				name: `${duration}, ours`,
				type: 'scatter' as const,
				symbol: 'diamond',
				symbolSize: 16,
				itemStyle: { color: colors[index], borderColor: '#ffffff' },
				data: [toPoint(ours)],
			},
		]),
	});
	const svg = chart.renderToSVGString();
	chart.dispose();
	return svg;
}
