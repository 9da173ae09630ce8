import { explainFailure } from '../../../n8n/nodeErrors';
import { combine, succeed } from '../../../n8n/result';
import { mayHaveSucceeded } from '../../../gong/answers';
import { itemOperation } from '../../../items/path';
import type { Operation } from '../operation';

/** What an item asks for. */
interface Registration {
	name: string;
	ownerEmail: string;
}

/** Registers a CRM integration and puts out its `integrationId` (exact, as text). */
export const register: Operation = {
	name: 'Register',
	value: 'register',
	description: 'Register a CRM integration, once the old one is deleted',
	action: 'Register CRM integration',
	properties: [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Acme CRM',
			description: 'How Gong shows the integration',
		},
		{
			displayName: 'Owner Email',
			name: 'ownerEmail',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. crm-admin@example.com',
			description: 'Email address of the Gong user who is responsible for the integration',
		},
	],
	run: itemOperation<Registration, string>({
		read(parameters) {
			const read = combine<Registration>({
				name: parameters.get('name', 'Name').asText('Enter the name to show in Gong.'),
				ownerEmail: parameters
					.get('ownerEmail', 'Owner Email')
					.asText(
						'Enter the email address of the Gong user who is responsible for the integration.',
					),
			});
			if (!read.ok) return read;
			const { name, ownerEmail } = read.value;
			return succeed({ name: name.trim(), ownerEmail: ownerEmail.trim() });
		},
		keyOf: (registration) => JSON.stringify(registration),
		async act({ client, settings: { authentication } }, { inputs: [{ name, ownerEmail }] }) {
			const outcome = await client.registerIntegration(name, ownerEmail);
			if (outcome.ok) return outcome;
			const state = mayHaveSucceeded(outcome.answer)
				? 'Gong may or may not have registered it. Check with Gong CRM: Get Many before you run this again.'
				: '';
			return {
				ok: false,
				error: explainFailure(outcome.answer, { purpose: 'register', authentication, state }),
			};
		},
		spread: (integrationId, registration) => succeed([{ integrationId, ...registration }]),
	}),
};
