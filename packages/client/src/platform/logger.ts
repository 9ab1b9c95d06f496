import { LogLevelEnum } from '../api/enums.ts'
import { globals } from './globals.ts'

/** How bad it is. */
export type LogKind = 'debug' | 'info' | 'warn' | 'error'

/** Takes one line. */
export type LogSink = (kind: LogKind, text: string) => void

const levels: Record<LogKind, number> = {
  debug: LogLevelEnum.V2TIM_LOG_DEBUG,
  info: LogLevelEnum.V2TIM_LOG_INFO,
  warn: LogLevelEnum.V2TIM_LOG_WARN,
  error: LogLevelEnum.V2TIM_LOG_ERROR,
}

/** The platform's console. */
export const consoleSink: LogSink = (kind, text) => globals.console?.[kind](`[carillon] ${text}`)

/** Writes lines of the set level and above. `level` NONE writes nothing. */
export class Logger {
  level: number = LogLevelEnum.V2TIM_LOG_NONE
  readonly #sink: LogSink

  constructor(sink: LogSink) {
    this.#sink = sink
  }

  debug(text: string): void {
    this.#write('debug', text)
  }

  info(text: string): void {
    this.#write('info', text)
  }

  warn(text: string): void {
    this.#write('warn', text)
  }

  error(text: string): void {
    this.#write('error', text)
  }

  #write(kind: LogKind, text: string): void {
    if (this.level === LogLevelEnum.V2TIM_LOG_NONE || levels[kind] < this.level) return
    try {
      this.#sink(kind, text)
    } catch {
      // A sink that fails has nowhere to report to.
    }
  }
}
