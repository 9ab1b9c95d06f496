import { useTranslation } from 'react-i18next'

import { ApiError } from '../api/client.ts'

/** What is wrong with a form: what stands beside its fields, and the rest. */
export interface Problems {
  /** What is wrong with a field, as a person may read it. */
  of(field: string): string | undefined
  /** The error, where it is not about these fields. */
  rest: unknown
}

/** A problem may be about a part of a field: the third of several values. */
const isAbout = (problem: string, field: string): boolean =>
  problem === field || problem.startsWith(`${field}.`)

/** Puts what the API refused beside the fields of a form. */
export const useProblems = (error: unknown, fields: readonly string[]): Problems => {
  const { t } = useTranslation()
  const own =
    error instanceof ApiError
      ? error.problems.filter((problem) => fields.some((field) => isAbout(problem.field, field)))
      : []
  return {
    of(field) {
      const found = own.filter((each) => isAbout(each.field, field)).map(({ message }) => message)
      if (found.length === 0 || !(error instanceof ApiError)) return undefined
      // What the server says is English: other languages say at least what it is about.
      return t(`errors.${error.code}`, { defaultValue: t('failure.beside', { words: found.join(' ') }) })
    },
    rest: own.length === 0 ? error : undefined,
  }
}
