import { runDemo } from './demo/run.ts'

const { stdin, stdout, stderr, env } = process
process.exitCode = await runDemo(process.argv.slice(2), { stdin, stdout, stderr, environment: env })
