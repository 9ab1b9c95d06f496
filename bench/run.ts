import { benchTransport } from './transport.ts'

/** Benches by name; each prints its own figures. */
const benches: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  transport: benchTransport,
}

const [name = '', ...args] = process.argv.slice(2)
const bench = benches[name]
if (bench === undefined) {
  console.error(
    `Usage: npm run bench -- <${Object.keys(benches).join(' | ')}> [--json] [--seconds 5] [--in-flight 500]`,
  )
  process.exitCode = 2
} else await bench(args)
