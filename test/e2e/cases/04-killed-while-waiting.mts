import { defineCase } from '../case.mts';
import { interruptTwice } from '../interruptions.mts';

export default defineCase({
	number: 4,
	title: 'kill -9 of everything during the wait, and a restart, twice: as if nothing had been',
	modes: ['sqlite', 'queue'],
	canary: ['sqlite'],
	long: true,
	everyN8n: 'canary',
	async run(stage) {
		await interruptTwice(stage, async (n8n) => await n8n.kill());
	},
});
