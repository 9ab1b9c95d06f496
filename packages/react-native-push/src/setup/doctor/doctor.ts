import { hasAndroid, isManagedExpo, type ProjectFiles } from '../project.ts'
import { checkAndroid } from './android.ts'
import { checkApp, checkCopies, readConfig } from './app.ts'
import { checkExpo } from './expo.ts'
import type { Finding } from './finding.ts'
import { checkIos } from './ios.ts'

/** What the doctor found, worst first. */
export interface Diagnosis {
  findings: Finding[]
  /** Vendors of carillon-push.json. */
  vendors: string[]
}

/** Reads a project and says what is missing for each vendor of its carillon-push.json. Changes nothing. */
export const diagnose = (files: ProjectFiles, configPath = 'carillon-push.json'): Diagnosis => {
  const app = checkApp(files)
  if (app.some(({ code }) => code === 'not-a-project')) return { findings: app, vendors: [] }
  const { config, findings } = readConfig(files, configPath)
  const isExpo = isManagedExpo(files)
  const native =
    config === undefined || isExpo
      ? []
      : [
          ...(hasAndroid(files) ? checkAndroid(files, config) : []),
          ...checkIos(files, config),
          ...checkCopies(files, config),
        ]
  const all = [...app, ...findings, ...(isExpo ? checkExpo(files, config) : []), ...native]
  return {
    findings: [
      ...all.filter(({ severity }) => severity === 'error'),
      ...all.filter(({ severity }) => severity === 'warning'),
    ],
    vendors: Object.keys(config?.vendors ?? {}),
  }
}
