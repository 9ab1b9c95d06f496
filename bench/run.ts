import { benchChat } from './chat.ts'
import { benchFaults } from './faults.ts'
import { benchGroupSend } from './group-send.ts'
import { benchIsolation } from './isolation.ts'
import { benchPush } from './push.ts'
import { benchQueue } from './queue.ts'
import { benchStatistics } from './statistics.ts'
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
  push: { run: benchPush, usage: '[--json] [--seconds 10] [--rate 1000] [--at-once 400]' },
  isolation: { run: benchIsolation, usage: '[--json] [--seconds 6] [--rate 300] [--rounds 4]' },
  queue: { run: benchQueue, usage: '[--json] [--messages 1000000] [--hold-seconds 20]' },
  statistics: { run: benchStatistics, usage: '[--json] [--rows 1000000]' },
  chat: {
    run: benchChat,
    usage: '[--json] [--clients 200] [--in-flight 4] [--rate 1000] [--seconds 10] [--idle 10000] [--pin]',
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
