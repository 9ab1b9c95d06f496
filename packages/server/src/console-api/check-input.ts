import type { Static, TObject } from 'typebox'
import { Compile } from 'typebox/compile'
import { Value } from 'typebox/value'

import { invalidField } from './console-error.ts'

/** Reads what came from outside into its type. @throws ConsoleError beside the first field that is wrong */
export type InputReader = (given: unknown) => Static<TObject>

/**
 * Makes the reader of a part of a request.
 * @param isText the values come as text (path, query) and are converted
 */
export const inputReader = (schema: TObject, isText: boolean): InputReader => {
  const check = Compile(schema)
  return (given) => {
    const value = isText ? Value.Convert(schema, { ...(given as object) }) : (given ?? {})
    if (check.Check(value)) return value
    const [problem] = check.Errors(value)
    if (problem === undefined) throw invalidField('', 'cannot be read')
    const path = problem.instancePath.slice(1).replaceAll('/', '.')
    const params = problem.params as { requiredProperties?: string[]; additionalProperties?: string[] }
    const field = path || params.requiredProperties?.[0] || params.additionalProperties?.[0] || 'body'
    throw invalidField(field, `${field} ${wordsOf(problem)}`)
  }
}

/** What is wrong, for people: they know no patterns. */
const wordsOf = ({
  keyword,
  params,
  message,
}: {
  keyword: string
  params: object
  message: string
}): string => {
  const { limit } = params as { limit?: number }
  switch (keyword) {
    case 'required':
      return 'is missing.'
    case 'additionalProperties':
      return 'is not known here.'
    case 'pattern':
      return 'holds characters that cannot be in it.'
    case 'minLength':
      return limit === 1 ? 'is empty.' : `has fewer than ${limit} characters.`
    case 'maxLength':
      return `has more than ${limit} characters.`
    default:
      return `${message}.`
  }
}
