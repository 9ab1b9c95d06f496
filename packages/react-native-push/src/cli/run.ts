import { relative, resolve } from 'node:path'

import { parseCarillonPushFile } from '../config/parse.ts'
import { messageOf } from '../errors.ts'
import { diagnose, type Diagnosis } from '../setup/doctor/doctor.ts'
import { setupCommand } from '../setup/doctor/finding.ts'
import { planSetup, planUndo, type Plan } from '../setup/plan.ts'
import { isManagedExpo } from '../setup/project.ts'
import { parseArguments, usage, UsageError, type Arguments } from './arguments.ts'
import { applyChanges, diskFiles } from './disk-files.ts'

/** Where the words go. */
export interface Streams {
  out(text: string): void
  error(text: string): void
}

/** Runs the command. Resolves to the exit code. */
export const run = (given: readonly string[], streams: Streams): number => {
  try {
    const wanted = parseArguments(given)
    if (wanted === undefined) {
      streams.out(usage)
      return 0
    }
    return wanted.command === 'doctor' ? runDoctor(wanted, streams) : runSetup(wanted, streams)
  } catch (error) {
    streams.error(`carillon-push: ${messageOf(error)}\n${error instanceof UsageError ? `\n${usage}` : ''}`)
    return 2
  }
}

const runSetup = ({ project, config, platform, undo, dryRun, json }: Arguments, streams: Streams): number => {
  const folder = resolve(project)
  const files = diskFiles(folder)
  if (files.read('package.json') === undefined) {
    throw new UsageError(`${folder} holds no package.json: name the app's folder with --project`)
  }
  const plan = undo
    ? planUndo(files)
    : planSetup(files, readConfig(folder, config), platform === undefined ? {} : { platform })
  if (!undo && isManagedExpo(files)) {
    plan.byHand.push(
      'app.json: add ["@carillon/react-native-push", { "config": "./carillon-push.json" }] to "plugins", then npx expo prebuild',
    )
  }
  if (!dryRun) applyChanges(folder, plan.changes)
  streams.out(json ? `${JSON.stringify(factsOf(plan, dryRun))}\n` : wordsOf(plan, { dryRun, undo }))
  return plan.byHand.length === 0 ? 0 : 1
}

const readConfig = (folder: string, config: string) => {
  const path = resolve(folder, config)
  const text = diskFiles('/').read(relative('/', path))
  if (text === undefined) {
    throw new UsageError(
      `${path} is not there: download it from the console, page "Get started", or name it with --config`,
    )
  }
  return parseCarillonPushFile(text)
}

const factsOf = ({ changes, byHand }: Plan, dryRun: boolean) => ({
  dryRun,
  changed: changes.map(({ path, text }) => ({ path, action: text === undefined ? 'deleted' : 'written' })),
  byHand,
})

const wordsOf = ({ changes, byHand }: Plan, { dryRun, undo }: { dryRun: boolean; undo: boolean }): string => {
  const verb = (text: string | undefined): string =>
    `${dryRun ? 'would be ' : ''}${text === undefined ? 'deleted' : 'written'}`
  const lines = [
    ...changes.map(({ path, text }) => `${path} ${verb(text)}`),
    ...(changes.length === 0 ? ['Nothing to change.'] : []),
    ...(byHand.length === 0
      ? []
      : ['', 'Left to do by hand:', ...byHand.map((what) => `- ${what.replaceAll('\n', '\n    ')}`)]),
    ...(undo || dryRun
      ? []
      : ['', 'Build the app again (iOS: pod install first), then npx carillon-push doctor.']),
  ]
  return `${lines.join('\n')}\n`
}

const runDoctor = ({ project, config, json }: Arguments, streams: Streams): number => {
  const folder = resolve(project)
  const diagnosis = diagnose(diskFiles(folder), relative(folder, resolve(folder, config)))
  streams.out(json ? `${JSON.stringify({ ok: isWell(diagnosis), ...diagnosis })}\n` : reportOf(diagnosis))
  return isWell(diagnosis) ? 0 : 1
}

const isWell = ({ findings }: Diagnosis): boolean => findings.every(({ severity }) => severity !== 'error')

const reportOf = ({ findings, vendors }: Diagnosis): string => {
  const lines = [...vendors, 'app'].flatMap((about) => {
    const own = findings.filter((finding) => finding.about === about)
    const marks = own.map(
      ({ severity, file, what, remedy, code }) =>
        `  ${severity === 'error' ? '✗' : '!'} ${file === undefined ? '' : `${file} `}${what}\n    ${remedy}. [${code}]`,
    )
    return own.length === 0 ? [`${about}: well`] : [`${about}:`, ...marks]
  })
  return `${[...lines, ...closingOf(findings)].join('\n')}\n`
}

const closingOf = (findings: Diagnosis['findings']): string[] => {
  if (findings.length === 0) return []
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const bySetup = findings.filter(({ remedy }) => remedy.startsWith(setupCommand)).length
  return [
    '',
    `${errors} to mend, ${findings.length - errors} to know.${bySetup === 0 ? '' : ` ${bySetup} of them ${setupCommand} takes care of.`}`,
  ]
}
