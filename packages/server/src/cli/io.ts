/** Where a command reads and writes: the process, or a test. */
export interface CommandIO {
  stdout(text: string): void
  stderr(text: string): void
  /** Whether a person watches stderr: then slow steps say what they do. */
  isTerminal: boolean
  /** Width of the terminal in characters. */
  columns: number
}

/** The process's own. */
export const processIO: CommandIO = {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  isTerminal: process.stderr.isTTY,
  columns: process.stdout.columns ?? 120,
}
