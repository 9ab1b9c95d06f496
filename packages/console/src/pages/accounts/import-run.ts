import { consoleLimits, type ConsoleImportResult } from '@carillon/protocol'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'

import { importAccounts } from '../../data/accounts.ts'
import type { AccountLine } from './account-file.ts'

/** What became of a line. */
export interface ImportedLine extends ConsoleImportResult {
  line: number
}

/** An import as it stands. */
export interface ImportState {
  phase: 'idle' | 'running' | 'stopped' | 'done'
  done: number
  counts: Readonly<Record<ConsoleImportResult['result'], number>>
  /** What stopped it, where nobody did. */
  error?: unknown
}

/** An import that goes on a part at a time, and can be stopped and go on. */
export interface ImportRun extends ImportState {
  /** Begins, or goes on where it stopped. */
  start(lines: readonly AccountLine[]): Promise<void>
  stop(): void
  /** Forgets what was done: another file is there. */
  reset(): void
  results(): readonly ImportedLine[]
}

const nothing: ImportState = { phase: 'idle', done: 0, counts: { created: 0, changed: 0, refused: 0 } }

/** Imports accounts a part at a time; a page that is left ends it. */
export const useImportRun = (sdkAppID: number): ImportRun => {
  const client = useQueryClient()
  const [state, setState] = useState(nothing)
  const results = useRef<ImportedLine[]>([])
  const isWanted = useRef(false)
  useEffect(
    () => () => {
      isWanted.current = false
    },
    [],
  )
  const note = (phase: ImportState['phase'], error?: unknown): void => {
    const counts = { created: 0, changed: 0, refused: 0 }
    for (const { result } of results.current) counts[result] += 1
    setState({ phase, done: results.current.length, counts, ...(error === undefined ? {} : { error }) })
  }
  const start = async (lines: readonly AccountLine[]): Promise<void> => {
    isWanted.current = true
    note('running')
    try {
      while (isWanted.current && results.current.length < lines.length) {
        const from = results.current.length
        const part = lines.slice(from, from + consoleLimits.accountsPerRequest)
        const answers = await importAccounts(
          sdkAppID,
          part.map(({ account }) => account),
        )
        results.current.push(...answers.map((one, index) => ({ ...one, line: part[index]?.line ?? 0 })))
        if (isWanted.current) note('running')
      }
      note(results.current.length < lines.length ? 'stopped' : 'done')
    } catch (error) {
      note('stopped', error)
    }
    await client.invalidateQueries({ queryKey: ['apps', sdkAppID, 'accounts'] })
  }
  return {
    ...state,
    start,
    stop: () => {
      isWanted.current = false
    },
    reset: () => {
      results.current = []
      setState(nothing)
    },
    results: () => results.current,
  }
}
