#!/usr/bin/env node
import { run } from './run.ts'

const { stdout, stderr } = process
process.exitCode = run(process.argv.slice(2), {
  out: (text) => void stdout.write(text),
  error: (text) => void stderr.write(text),
})
