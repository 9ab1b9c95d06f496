import { openStore } from '../store.ts'

// A process of its own for the tests, which end it in every way: opens the store of a folder and says so.
const store = await openStore({ dataFolder: process.argv[2] ?? '' }, { sync: false })
store.onFailure((error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 7
  void store.close()
})
await store.query({ name: 'hold.create', text: 'create table if not exists notes (text text)' })
await store.query({ name: 'hold.insert', text: 'insert into notes values ($1)' }, ['committed'])
process.stdout.write('open\n')
setInterval(() => undefined, 60_000)
