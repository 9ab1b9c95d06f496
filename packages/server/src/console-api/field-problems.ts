import type { ConsoleFieldProblem, ConsoleProblem } from '@carillon/protocol'

import { invalidField } from './console-error.ts'

const texts: Readonly<Record<ConsoleFieldProblem, string>> = {
  missing: 'must not be empty',
  'too-long': 'is too long',
  'no-user-id': 'is no userID: 1 to 32 printable ASCII characters, without spaces at the ends',
  'no-group-id': 'is no groupID: 1 to 48 printable ASCII characters',
  'no-text': 'holds characters that are no text',
  markup: 'holds something like an HTML tag',
  'no-address': 'is no address of a picture: one that begins with https:// or http://',
}

/** What is wrong with a field, in a sentence. */
export const problemText = ({ field, problem }: ConsoleProblem): string => `${field} ${texts[problem]}.`

/**
 * Refuses fields that are wrong.
 * @throws ConsoleError beside the first of them
 */
export const refuseProblems = ([problem]: readonly ConsoleProblem[]): void => {
  if (problem !== undefined) throw invalidField(problem.field, problemText(problem))
}
