import type { VendorEntries } from '../../config/types.ts'

/** Something that is missing or wrong in a project. */
export interface Finding {
  /** What it is about; 'app' when it is not one vendor's. */
  about: keyof VendorEntries | 'app'
  /** Stable: `google-services-missing`, `gradle-missing`, and so on. */
  code: string
  /** An error keeps pushes away; a warning may. */
  severity: 'error' | 'warning'
  /** Path from the project's folder. */
  file?: string
  what: string
  /** What to do. */
  remedy: string
  /** The lines that are missing, where it is lines. */
  lines?: string[]
}

export const setupCommand = 'npx carillon-push setup'
export const setupRemedy = `${setupCommand} adds it`

const longestList = 200

/** What is missing, in few words: all lines where they are few, else the first and how many more. */
export const lacking = (lines: readonly string[]): string => {
  const all = `lacks ${lines.join(' ')}`
  const others = lines.length - 1
  return all.length <= longestList
    ? all
    : `lacks ${lines[0]} and ${others} ${others === 1 ? 'line' : 'lines'} more`
}

/** Lines an edit would add to a text: what is missing there. */
export const linesAdded = (before: string, after: string): string[] => {
  const left = before.split(/\r?\n/)
  return after.split(/\r?\n/).flatMap((line) => {
    const index = left.indexOf(line)
    if (index !== -1) left.splice(index, 1)
    return index !== -1 || line.includes('carillon-push:') ? [] : [line.trim()]
  })
}
