import { benchFaults } from './faults.ts'
import { benchGroupSend } from './group-send.ts'
import { benchTransport } from './transport.ts'

interface Bench {
  run(args: readonly string[]): Promise<void>
  usage: string
}

/** Benches by name; each prints its own figures. */
const benches: Readonly<Record<string, Bench>> = {
  transport: {
    run: benchTransport,
    usage: '[--json] [--seconds 4] [--rounds 3] [--in-flight 500] [--clients a,b]',
  },
  'group-send': {
    run: benchGroupSend,
    usage: '[--json] [--members 100,1000,10000,100000] [--live 50] [--sends 15]',
  },
  faults: { run: benchFaults, usage: '[--json] [--pushes 10000] [--in-flight 200] [--clients a,b]' },
}

const [name = '', ...args] = process.argv.slice(2)
const bench = benches[name]
if (bench === undefined) {
  console.error(
    [
      'Usage:',
      ...Object.entries(benches).map(([each, { usage }]) => `  npm run bench -- ${each} ${usage}`),
    ].join('\n'),
  )
  process.exitCode = 2
} else await bench.run(args)
