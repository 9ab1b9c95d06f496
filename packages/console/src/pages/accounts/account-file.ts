import {
  consoleLimits,
  problemsOfAccount,
  type ConsoleAccountLine,
  type ConsoleFieldProblem,
} from '@carillon/protocol'

import { parseCSV } from './csv.ts'

/** A line of a file with what is wrong with it. */
export interface AccountLine {
  /** Where it stands: the line of a CSV file, the place in a list. */
  line: number
  account: ConsoleAccountLine
  problem?: { field: string; problem: ConsoleFieldProblem | 'twice' }
}

/** What a file of accounts holds, or why it is the wrong one. */
export type AccountFile =
  | { ok: true; lines: readonly AccountLine[] }
  | {
      ok: false
      problem: 'tooLarge' | 'unreadable' | 'noText' | 'noJSON' | 'noColumns' | 'tooMany' | 'empty'
    }

/** Reads a file of accounts: CSV with a line of heads, or JSON. Each line is checked by itself. */
export const readAccountFile = async (file: Pick<File, 'size' | 'arrayBuffer'>): Promise<AccountFile> => {
  if (file.size > consoleLimits.accountFileBytes) return { ok: false, problem: 'tooLarge' }
  const bytes = await file.arrayBuffer().catch(() => undefined)
  if (bytes === undefined) return { ok: false, problem: 'unreadable' }
  try {
    return parseAccounts(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return { ok: false, problem: 'noText' }
  }
}

/** Reads the text of a file of accounts. A byte order mark has been taken off. */
export const parseAccounts = (text: string): AccountFile => {
  if (text.includes('\0')) return { ok: false, problem: 'noText' }
  if (text.trim() === '') return { ok: false, problem: 'empty' }
  const found = /^\s*[[{]/.test(text) ? fromJSON(text) : fromCSV(text)
  if (typeof found === 'string') return { ok: false, problem: found }
  if (found.length === 0) return { ok: false, problem: 'empty' }
  if (found.length > consoleLimits.accountsPerFile) return { ok: false, problem: 'tooMany' }
  const seen = new Set<string>()
  const lines = found.map(({ line, account }): AccountLine => {
    const [problem] = problemsOfAccount(account)
    if (problem !== undefined) return { line, account, problem }
    if (seen.has(account.userID)) return { line, account, problem: { field: 'userID', problem: 'twice' } }
    seen.add(account.userID)
    return { line, account }
  })
  return { ok: true, lines }
}

type Found = { line: number; account: ConsoleAccountLine }[]

/** The fields under the names that files give them, without what stands between words. */
const fieldNames: Readonly<Record<string, keyof ConsoleAccountLine>> = {
  userid: 'userID',
  identifier: 'userID',
  nickname: 'nickName',
  nick: 'nickName',
  faceurl: 'faceUrl',
}

const fieldOf = (name: string): keyof ConsoleAccountLine | undefined =>
  fieldNames[name.toLowerCase().replaceAll(/[\s_-]/g, '')]

const fromCSV = (text: string): Found | 'noColumns' => {
  const [heads, ...rows] = parseCSV(text)
  const columns = (heads?.cells ?? []).map(fieldOf)
  if (!columns.includes('userID')) return 'noColumns'
  return rows.map(({ line, cells }) => {
    const values = columns.map((field, index) => [field, cells[index]?.trim() ?? ''] as const)
    return { line, account: toAccount(values) }
  })
}

const fromJSON = (text: string): Found | 'noJSON' => {
  const list = listIn(text)
  if (list === undefined) return 'noJSON'
  return list.map((item, index) => ({
    line: index + 1,
    account: isRecord(item)
      ? toAccount(Object.entries(item).map(([name, value]) => [fieldOf(name), textOf(value)] as const))
      : { userID: textOf(item) },
  }))
}

const toAccount = (
  values: readonly (readonly [field: keyof ConsoleAccountLine | undefined, value: string])[],
): ConsoleAccountLine => {
  const account: ConsoleAccountLine = { userID: '' }
  // What is empty is not given: it leaves the account as it is.
  for (const [field, value] of values) if (field !== undefined && value !== '') account[field] = value
  return account
}

/** The list in a JSON text: by itself, or as the original's REST API takes it. */
const listIn = (text: string): readonly unknown[] | undefined => {
  const value = parsed(text)
  if (isList(value)) return value
  if (!isRecord(value)) return undefined
  return [value.AccountList, value.Accounts, value.users, value.accounts].find(isList)
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value.trim()
  return typeof value === 'number' ? String(value) : ''
}
