import { byHand, type Edit } from '../edit.ts'
import { eolOf } from '../text/blocks.ts'

/** Object IDs that nobody else makes: what stands on a line with one of them was put there by this tool. */
const ids = { file: 'CA2111000000000000000001', buildFile: 'CA2111000000000000000002' } as const
const ownID = /CA21110000000000000000\d\d/

/** The entitlements file this tool makes for an app that has none. */
export const entitlementsFileName = 'CarillonPush.entitlements'

const configFileName = 'carillon-push.json'

/** What the tool reads from project.pbxproj about the target that is the app. */
export interface AppTarget {
  name: string
  /** Relative to ios/; undefined when it is not in the file as a plain path. */
  infoPlist: string | undefined
  entitlements: string | undefined
  /** Build configurations, such as Release, that name no entitlements. */
  unentitled: string[]
}

/** The app's target; undefined when the file has none or cannot be read. */
export const appTargetOf = (text: string): AppTarget | undefined => {
  const target = targetOf(text)
  if (target === undefined) return undefined
  const settings = target.configurations.map(({ from, to }) => text.slice(from, to)).join('\n')
  return {
    name: target.name,
    infoPlist: settingOf(settings, 'INFOPLIST_FILE'),
    entitlements: settingOf(settings, 'CODE_SIGN_ENTITLEMENTS'),
    unentitled: target.configurations
      .map(({ from, to }) => text.slice(from, to))
      .filter((configuration) => settingOf(configuration, 'CODE_SIGN_ENTITLEMENTS') === undefined)
      .map((configuration) => /\n\t\t\tname = "?([^";]+)"?;/.exec(configuration)?.[1] ?? ''),
  }
}

/** project.pbxproj without what this tool put into it. */
export const removeFromProject = (text: string): string =>
  text
    .split(/(?<=\n)/)
    .filter(
      (line) =>
        !ownID.test(line) &&
        !(line.includes('CODE_SIGN_ENTITLEMENTS') && line.includes(entitlementsFileName)),
    )
    .join('')

/**
 * project.pbxproj: carillon-push.json becomes a resource of the app, and with `entitlements` the file this
 * tool makes its entitlements, unless it has some. Both lie in `folder`, relative to ios/.
 */
export const editProject = (
  text: string,
  folder: string,
  { entitlements }: { entitlements: boolean },
): Edit => {
  const before = removeFromProject(text)
  const eol = eolOf(before)
  const target = targetOf(before)
  if (target === undefined) {
    return byHand(before, `the app's target: add ${folder}/${configFileName} as a resource`)
  }
  const path = quoted(`${folder}/${configFileName}`)
  const insertions: Insertion[] = [
    {
      after: lineEnd(before, /\/\* Begin PBXBuildFile section \*\//),
      line: `\t\t${ids.buildFile} /* ${configFileName} in Resources */ = {isa = PBXBuildFile; fileRef = ${ids.file} /* ${configFileName} */; };`,
    },
    {
      after: lineEnd(before, /\/\* Begin PBXFileReference section \*\//),
      line: `\t\t${ids.file} /* ${configFileName} */ = {isa = PBXFileReference; fileEncoding = 4; lastKnownFileType = text.json; name = "${configFileName}"; path = ${path}; sourceTree = "<group>"; };`,
    },
    {
      after: listStart(before, idIn(before, 'mainGroup'), 'children'),
      line: `\t\t\t\t${ids.file} /* ${configFileName} */,`,
    },
    {
      after: listStart(before, target.resources, 'files'),
      line: `\t\t\t\t${ids.buildFile} /* ${configFileName} in Resources */,`,
    },
    ...(entitlements && appTargetOf(before)?.entitlements === undefined
      ? target.configurations.map(({ from, to }) => ({
          after: lineEnd(before, /buildSettings = \{/, from, to),
          line: `\t\t\t\tCODE_SIGN_ENTITLEMENTS = ${quoted(`${folder}/${entitlementsFileName}`)};`,
        }))
      : []),
  ]
  if (insertions.some(({ after }) => after === undefined)) {
    return byHand(before, `${target.name}: add ${folder}/${configFileName} as a resource, in Xcode`)
  }
  const edited = insertions
    .sort((one, other) => (other.after ?? 0) - (one.after ?? 0))
    .reduce((each, { after = 0, line }) => each.slice(0, after) + line + eol + each.slice(after), before)
  return { text: edited, byHand: [] }
}

interface Insertion {
  after: number | undefined
  line: string
}

interface Range {
  from: number
  to: number
}

const targetOf = (
  text: string,
): { name: string; resources: string | undefined; configurations: Range[] } | undefined => {
  for (const id of [...text.matchAll(/^\t\t([0-9A-F]{24})[^\n]*= \{\r?\n\t\t\tisa = PBXNativeTarget;/gm)].map(
    ([, found = '']) => found,
  )) {
    const range = objectRange(text, id)
    const body = range === undefined ? '' : text.slice(range.from, range.to)
    if (!body.includes('"com.apple.product-type.application"')) continue
    const resources = [...body.matchAll(/^\t\t\t\t([0-9A-F]{24}) \/\* Resources \*\//gm)][0]?.[1]
    const list = objectRange(text, /buildConfigurationList = ([0-9A-F]{24})/.exec(body)?.[1])
    const configurations =
      list === undefined
        ? []
        : [...text.slice(list.from, list.to).matchAll(/^\t\t\t\t([0-9A-F]{24})/gm)].flatMap(
            ([, each]) => objectRange(text, each) ?? [],
          )
    return { name: /\n\t\t\tname = "?([^";]+)"?;/.exec(body)?.[1] ?? '', resources, configurations }
  }
  return undefined
}

const objectRange = (text: string, id: string | undefined): Range | undefined => {
  if (id === undefined) return undefined
  const start = new RegExp(`^\\t\\t${id}[^\\n]*= \\{\\r?\\n`, 'm').exec(text)
  if (start === null) return undefined
  const to = text.slice(start.index).search(/^\t\t\};/m)
  return to === -1 ? undefined : { from: start.index, to: start.index + to }
}

const idIn = (text: string, name: string): string | undefined =>
  new RegExp(`\\b${name} = ([0-9A-F]{24})`).exec(text)?.[1]

const lineEnd = (text: string, sign: RegExp, from = 0, to = text.length): number | undefined => {
  const found = sign.exec(text.slice(from, to))
  const end = found === null ? -1 : text.indexOf('\n', from + found.index)
  return end === -1 ? undefined : end + 1
}

const listStart = (text: string, id: string | undefined, list: string): number | undefined => {
  const range = objectRange(text, id)
  return range && lineEnd(text, new RegExp(`\\b${list} = \\(`), range.from, range.to)
}

const settingOf = (settings: string, name: string): string | undefined =>
  new RegExp(`\\b${name} = "?([^";\\n]+)"?;`).exec(settings)?.[1]

const quoted = (path: string): string => (/^[\w./]+$/.test(path) ? path : `"${path}"`)
