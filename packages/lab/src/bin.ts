#!/usr/bin/env node
import { runLab } from './cli/run.ts'

const stopped = new Promise<void>((resolve) => {
  let count = 0
  const processOnSignal = (): void => {
    count += 1
    // Once asks to stop in good order; twice stops.
    if (count > 1) process.exit(1)
    resolve()
  }
  process.on('SIGTERM', processOnSignal).on('SIGINT', processOnSignal)
})

const stdinEnded = (): Promise<void> =>
  new Promise((resolve) => {
    process.stdin.on('end', resolve).on('close', resolve).on('error', resolve).resume()
    // A lab that was stopped otherwise does not wait for it.
    process.stdin.unref()
  })

process.exitCode = await runLab(process.argv.slice(2), {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  stopped,
  stdinEnded,
})
