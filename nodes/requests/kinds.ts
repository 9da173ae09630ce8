import { deletionKind } from './deletion';
import type { Kind } from './kind';
import type { GongRequest } from './request';
import { uploadKind } from './upload';

const kinds = { deletion: deletionKind, upload: uploadKind };

/** What is different about requests of this kind. */
export const kindOf = ({ kind }: Pick<GongRequest, 'kind'>): Kind => kinds[kind] as unknown as Kind;
