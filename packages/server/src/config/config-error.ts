import { OperatorError } from '../operator-error.ts'

/** What is wrong with one key. */
export interface ConfigProblem {
  /** The key as it was given: "CARILLON_PORT", or "port in carillon.json". */
  key: string
  /** What was found and what is allowed. */
  message: string
}

/** The configuration cannot be used. Holds every problem, not only the first. */
export class ConfigError extends OperatorError {
  override readonly name = 'ConfigError'
  readonly problems: readonly ConfigProblem[]

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map(({ key, message }) => `  ${key}: ${message}`)
    super('CRL_CONFIG', `The configuration cannot be used:\n${lines.join('\n')}`)
    this.problems = problems
  }
}
