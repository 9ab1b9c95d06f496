import { describe, expect, it } from 'vitest'

import { run } from './run.ts'

const node = async (program: string, timeoutMs?: number) =>
  run(process.execPath, ['--eval', program], {
    output: 'capture',
    ...(timeoutMs !== undefined && { timeoutMs }),
  })

describe('run', () => {
  it('keeps what both streams printed, and the exit code', async () => {
    const { exitCode, output } = await node(`console.log('out'); console.error('err'); process.exitCode = 3`)
    expect(exitCode).toBe(3)
    expect(output.split('\n').toSorted()).toEqual(['', 'err', 'out'])
  })

  it('counts what cannot be started as failed', async () => {
    const { exitCode, output } = await run('/no/such/command', [], { output: 'capture' })
    expect(exitCode).toBe(1)
    expect(output).toContain('ENOENT')
  })

  it('counts what a signal ended as failed', async () => {
    expect((await node(`process.kill(process.pid, 'SIGKILL')`)).exitCode).toBe(1)
  })

  it('ends a command that takes too long, with all it started', async () => {
    const grandchild = `require('node:child_process').spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })`
    const { exitCode, output } = await node(`${grandchild}; setInterval(() => {}, 1000)`, 500)
    // It comes back at all only when the grandchild has let go of the output as well.
    expect(exitCode).toBe(1)
    expect(output).toContain('Ended after 500 ms.')
  })
})
