import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { waitProperties } from '../../nodes/waiting/waitProperties';

const given = { subject: 'the deletion', waits: false, hasOnFailed: true };

/** What decides of a field: its name, type, default, limits and values. */
const core = ({ name, type, default: preset, typeOptions, options }: INodeProperties) => [
	name,
	type,
	preset,
	...(typeOptions ? [typeOptions] : []),
	...(type === 'options' ? (options as INodePropertyOptions[]).map(({ value }) => value) : []),
];

const onFailed = ['onFailed', 'options', 'output', 'output', 'error'];
const others = [
	['onTimeout', 'options', 'output', 'output', 'error'],
	['maxCheckIntervalMinutes', 'number', 5, { minValue: 1 }],
	['maxWaitHours', 'number', 26, { minValue: 0 }],
	['suspend', 'boolean', true],
];

test.each([true, false])('the options of a wait; with one for FAILED: %p', (hasOnFailed) => {
	const fields = waitProperties({ ...given, hasOnFailed });
	expect(fields.map(core)).toEqual([
		['waitForCompletion', 'boolean', false],
		['waitNotice', 'notice', ''],
		['waitOptions', 'collection', {}],
	]);
	const options = (fields[2].options as INodeProperties[]).map(core);
	expect(options).toEqual([...(hasOnFailed ? [onFailed] : []), ...others]);
});

test('a wait may be on unless it is switched off', () => {
	expect(waitProperties({ ...given, waits: true })[0].default).toBe(true);
});

test('its options are shown where it is on, and all of it where the caller says', () => {
	const shown = (show?: Record<string, string[]>) =>
		waitProperties({ ...given, show }).map(({ displayOptions }) => displayOptions);
	const on = { waitForCompletion: [true] };
	expect(shown()).toEqual([undefined, { show: on }, { show: on }]);
	const upload = { operation: ['upload'] };
	const both = { show: { ...upload, ...on } };
	expect(shown(upload)).toEqual([{ show: upload }, both, both]);
});
