import { problemsOfAccount, type ConsoleAccountLine, type ConsoleImportResult } from '@carillon/protocol'

import { importProfiles } from '../accounts/users.ts'
import type { Db } from '../store/db.ts'
import { problemText } from './field-problems.ts'

/** Imports accounts; each is checked by itself, so that one bad line keeps no other out. */
export const importAccounts = async (
  db: Db,
  sdkAppID: number,
  lines: readonly ConsoleAccountLine[],
): Promise<ConsoleImportResult[]> => {
  const seen = new Set<string>()
  const refusals = lines.map((line) => {
    const [problem] = problemsOfAccount(line)
    if (problem !== undefined) return problemText(problem)
    if (seen.has(line.userID)) return 'userID stands in the file twice.'
    seen.add(line.userID)
    return undefined
  })
  const good = lines
    .filter((_line, index) => refusals[index] === undefined)
    .map(({ userID, nickName, faceUrl }) => ({ userID, nickName, faceUrl }))
  const created = new Set(good.length === 0 ? [] : await importProfiles(db, sdkAppID, good))
  return lines.map(({ userID }, index): ConsoleImportResult => {
    const message = refusals[index]
    if (message !== undefined) return { userID, result: 'refused', message }
    return { userID, result: created.has(userID) ? 'created' : 'changed' }
  })
}
