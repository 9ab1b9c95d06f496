import type { Change } from '../plan.ts'
import type { ProjectFiles } from '../project.ts'

/** A project in memory. */
export class MemoryFiles implements ProjectFiles {
  readonly all: Map<string, string>

  constructor(files: Readonly<Record<string, string>>) {
    this.all = new Map(Object.entries(files))
  }

  read(path: string): string | undefined {
    return this.all.get(path)
  }

  list(folder: string): string[] {
    const prefix = `${folder}/`
    const names = [...this.all.keys()]
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length).split('/')[0] ?? '')
    return [...new Set(names)]
  }

  /** The same project with other files; undefined takes one away. */
  with(files: Readonly<Record<string, string | undefined>>): MemoryFiles {
    const all = Object.entries({ ...this.toRecord(), ...files })
    return new MemoryFiles(
      Object.fromEntries(all.flatMap(([path, text]) => (text === undefined ? [] : [[path, text]]))),
    )
  }

  apply(changes: readonly Change[]): MemoryFiles {
    return this.with(Object.fromEntries(changes.map(({ path, text }) => [path, text])))
  }

  toRecord(): Record<string, string> {
    return Object.fromEntries(this.all)
  }
}
