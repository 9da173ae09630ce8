import { deletionKind } from './deletion';
import type { Kind } from './kind';
import type { GongRequest } from './request';
import { uploadKind } from './upload';

const kinds = { deletion: deletionKind, upload: uploadKind };

/** What is different about a request of this kind. */
export const kindOf = <R extends GongRequest>({ kind }: R): Kind<R> =>
	kinds[kind] as unknown as Kind<R>;
