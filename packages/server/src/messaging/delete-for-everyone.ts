import type { UserKey } from '../presence/types.ts'
import { changeMessage, type ChangeParts } from './changes.ts'
import { hideMessage } from './log-queries.ts'

/** Deletes a message for everyone, in the name of an administrator. It is in no history any more. */
export const deleteForEveryone = async (
  parts: ChangeParts,
  administrator: UserKey,
  msgID: string,
): Promise<{ ok: true } | { ok: false; code: number; desc: string }> => {
  const changed = await changeMessage(parts, administrator, msgID, async (db, message) => {
    await hideMessage(db, message, parts.clock.now())
    return { kind: 'change', content: { kind: 'deleted', msgID }, data: undefined }
  })
  return changed.ok ? { ok: true } : changed
}
