import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks of `/proc` in a second: Linux tells user space 100, whatever the kernel was built with. */
const ticksPerSecond = 100

/** What some processes have used so far. */
export interface ProcessesUsage {
  cpuSeconds: number
  /** Memory that is theirs alone, and their share of what they have in common. */
  pssBytes: number
}

interface ProcessStat {
  pid: number
  parent: number
  command: string
  cpuSeconds: number
}

/** Processes below `pid` of this command name, at any depth. Linux alone has `/proc`; elsewhere there are none. */
export const processesBelow = (pid: number, command: string): ProcessStat[] => {
  const stats = allStats()
  const below = new Set([pid])
  // A child may have the smaller number; so as long as another one is found.
  for (let before = 0; before !== below.size;) {
    before = below.size
    for (const stat of stats) if (below.has(stat.parent)) below.add(stat.pid)
  }
  return stats.filter((stat) => stat.pid !== pid && below.has(stat.pid) && stat.command === command)
}

/**
 * CPU and memory of processes. CPU of children that have ended and were waited for is in it, so that a
 * worker that came and went is not lost.
 */
export const usageOf = (stats: readonly ProcessStat[]): ProcessesUsage => ({
  cpuSeconds: stats.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
  pssBytes: stats.reduce((sum, { pid }) => sum + pssOf(pid), 0),
})

const allStats = (): ProcessStat[] => {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? statOf(Number(name)) : []))
  } catch {
    return []
  }
}

/** See proc(5): the command stands in parentheses and may hold anything. */
const statOf = (pid: number): ProcessStat[] => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const end = text.lastIndexOf(')')
    const fields = text.slice(end + 2).split(' ')
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0)
    const command = text.slice(text.indexOf('(') + 1, end)
    return [{ pid, parent: Number(fields[1]), command, cpuSeconds: ticks / ticksPerSecond }]
  } catch {
    // It ended meanwhile.
    return []
  }
}

const pssOf = (pid: number): number => {
  try {
    const [, kiB = '0'] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? []
    return Number(kiB) * 1024
  } catch {
    return 0
  }
}
