import { defineCase } from '../case.mts';
import { interruptTwice } from '../interruptions.mts';

export default defineCase({
	number: 6,
	title: 'n8n stopped and started twice during one wait',
	long: true,
	canary: true,
	everyN8n: 'canary',
	async run(stage) {
		await interruptTwice(stage, async (n8n) => await n8n.stop());
	},
});
