import { ExecuteContext } from 'n8n-core';
import { getGlobalState, setGlobalState, Workflow } from 'n8n-workflow';
import { readTimeZone } from '../../nodes/n8n/readTimeZone';
import { nodeTypes } from '../harness/runWorkflow';
import { node } from '../workflows/build';

const before = getGlobalState();
afterEach(() => setGlobalState(before));

/** What a node of a workflow with this time zone reads, on the engine's own context. */
function readIn(stored: string | undefined) {
	const gong = node('Gong', 'n8n-nodes-gong-crm.gongCrm', {});
	const workflow = new Workflow({
		id: 'workflow-1',
		nodes: [gong],
		connections: {},
		active: false,
		nodeTypes,
		settings: { timezone: stored },
	});
	type Given = ConstructorParameters<typeof ExecuteContext>;
	const rest = ['manual', { resultData: { runData: {} } }, 0, [], {}, { node: gong }, []];
	const given = [workflow, gong, {}, ...rest] as unknown as Given;
	return readTimeZone(new ExecuteContext(...given));
}

test.each([
	['Europe/Berlin', 'Europe/Berlin'],
	['UTC', 'UTC'],
	['DEFAULT', 'Asia/Tokyo'],
	['', 'Asia/Tokyo'],
	[undefined, 'Asia/Tokyo'],
])('a workflow whose stored zone is %p, in an n8n in Tokyo, runs in %s', (stored, timeZone) => {
	setGlobalState({ defaultTimezone: 'Asia/Tokyo' });
	expect(readIn(stored)).toEqual({ ok: true, value: timeZone });
});

test('a zone that nobody knows is told plainly, with where to choose another', () => {
	expect(readIn('Mars/Olympus')).toMatchObject({
		ok: false,
		error: {
			message: 'Unknown time zone: "Mars/Olympus"',
			description: expect.stringMatching(/Choose another 'Timezone'.*Nothing was sent/),
		},
	});
	setGlobalState({ defaultTimezone: 'Nowhere' });
	expect(readIn('DEFAULT')).toMatchObject({
		error: {
			message: 'Unknown time zone: "Nowhere"',
			description: expect.stringMatching(/GENERIC_TIMEZONE/),
		},
	});
});
