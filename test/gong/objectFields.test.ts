import {
	isStored,
	objectFields,
	objectTypeLabels,
	type ObjectType,
	standardFields,
	storedTypes,
} from '../../nodes/gong/objectFields';

const common = 'objectId:id! modifiedDate:dateTime!+ isDeleted:boolean url:url';
const person = 'emailAddress:email firstName:text lastName:text title:text phoneNumber:text';

/** Gong API reference, "Upload CRM objects": `!` = mandatory, `+` = filled in, `?` = better with it. */
const reference: Record<ObjectType, string> = {
	ACCOUNT: `${common} name:text domains:texts`,
	CONTACT: `${common} accountId:reference ${person}`,
	DEAL: `${common} accountId:reference? ownerId:reference? closeDate:date? name:text createdDate:dateTime status:enumeration stage:reference amount:number`,
	LEAD: `${common} ${person} convertedToDealId:reference convertedToContactId:reference convertedToAccountId:reference`,
	BUSINESS_USER: `${common} emailAddress:email!`,
	STAGE:
		'objectId:id! modifiedDate:dateTime+ isDeleted:boolean url:url name:text! isActive:boolean sortOrder:order',
};

test.each(Object.keys(reference) as ObjectType[])(
	'the fields of the object type %s match Gong’s documentation',
	(objectType) => {
		const fields = standardFields(objectType).map(
			({ name, kind, isMandatory, isFilledIn, whenAbsent }) =>
				`${name}:${kind}${isMandatory ? '!' : ''}${isFilledIn ? '+' : ''}${whenAbsent ? '?' : ''}`,
		);
		expect(fields.join(' ')).toBe(reference[objectType]);
	},
);

test('the status of a deal is won, lost or open', () => {
	const status = objectFields.DEAL.find(({ name }) => name === 'status');
	expect(status).toMatchObject({ values: ['WON', 'LOST', 'OPEN'] });
});

test('four object types can be read back from Gong', () => {
	expect(storedTypes).toEqual(['ACCOUNT', 'CONTACT', 'DEAL', 'LEAD']);
	expect((Object.keys(reference) as ObjectType[]).filter(isStored)).toEqual(storedTypes);
});

test('each object type has a label', () => {
	expect(objectTypeLabels).toEqual({
		ACCOUNT: 'Account',
		BUSINESS_USER: 'Business User',
		CONTACT: 'Contact',
		DEAL: 'Deal',
		LEAD: 'Lead',
		STAGE: 'Stage',
	});
});
