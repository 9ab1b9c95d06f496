import { run } from './run.ts'

const installTimeoutMs = 5 * 60_000

/** Installs packages of the distribution (Debian, as root). @throws when apt-get fails */
export const installPackages = async (names: readonly string[]): Promise<void> => {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...names]]) {
    const { exitCode } = await run('apt-get', args, { env, timeoutMs: installTimeoutMs })
    if (exitCode !== 0) throw new Error(`apt-get ${args.join(' ')} failed`)
  }
}

/** Whether a program is on the path and answers. */
export const isInstalled = async (program: string, argument: string): Promise<boolean> =>
  (await run(program, [argument], { output: 'capture' })).exitCode === 0
