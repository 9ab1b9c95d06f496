import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { OracleInput } from './dial.ts'

/** Runs an oracle in a process of its own, so that its redirections reach nobody else. */
export const askOracle = async <Task>(
  name: 'apns2' | 'firebase-admin' | 'googleapis-fcm' | 'node-apn' | 'push-xiaomi',
  input: OracleInput<Task>,
): Promise<unknown> => {
  const script = fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
  const child = spawn(process.execPath, ['--no-warnings', script], { stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.end(JSON.stringify(input))
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ])
  if (code !== 0) throw new Error(`The oracle ${name} ended with ${code}: ${errors}`)
  return JSON.parse(output)
}
