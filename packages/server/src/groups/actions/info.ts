import { ErrorCode, groupLimits, type GroupInfoChange, type SetGroupInfoParams } from '@carillon/protocol'

import { announce } from '../announce.ts'
import type { GroupsParts } from '../parts.ts'
import { updateGroup, type GroupChanges } from '../queries/groups.ts'
import { checkTexts } from '../rules/check-fields.ts'
import { groupTypeRules } from '../rules/group-types.ts'
import { groupDone, groupRefused, type Group, type GroupActor, type GroupOutcome } from '../types.ts'
import { asEntitled, asMember, refuse, toTipUser, withGroup } from '../with-group.ts'

/** Changes a group's own fields. What is the same as before is no change. */
export const setGroupInfo = async (
  parts: GroupsParts,
  actor: GroupActor,
  params: Omit<SetGroupInfoParams, 'groupID'>,
): Promise<GroupOutcome> => {
  const problem = checkTexts(params)
  if (problem) return problem
  const outcome = await withGroup(parts, actor, async (locked) => {
    const { db, notes, group, nowMs } = locked
    const me = asMember(locked)
    const { isAllMuted, addOption, ...texts } = params
    if (Object.values(texts).some((value) => value !== undefined)) asEntitled(locked, 'set-info')
    if (isAllMuted !== undefined) asEntitled(locked, 'mute-all')
    if (addOption !== undefined) asEntitled(locked, 'set-add-option')
    const { changes, told } = differences(group, params)
    if (Object.keys(changes.customInfo ?? {}).length > groupLimits.customInfoKeys)
      return refuse(
        groupRefused(
          ErrorCode.GROUP_INVALID_PARAMETERS,
          `customInfo: a group has at most ${groupLimits.customInfoKeys} fields; remove some by giving ''.`,
        ),
      )
    if (told.length > 0) {
      await updateGroup(db, group, changes, nowMs)
      await notes.note(group, {
        kind: 'group',
        ...(changes.isAllMuted === undefined ? {} : { isAllMuted: changes.isAllMuted }),
        ...(changes.groupName === undefined ? {} : { groupName: changes.groupName }),
      })
    }
    return { group, me, told }
  })
  if (!outcome.ok) return outcome
  const { group, me, told } = outcome.data
  if (told.length > 0) {
    const operator = toTipUser(me)
    await announce(parts, {
      group,
      policy: groupTypeRules[group.groupType].infoChanges,
      notice: { groupID: group.groupID, kind: 'info-changed', operator, changes: told },
      tip: { tip: 7, operator, members: [], groupChanges: told },
    })
  }
  return groupDone({})
}

/** Numbers of the changes: 1 name, 2 introduction, 3 notification, 4 face, 6 custom, 8 mute all, 11 add option. */
const differences = (
  group: Group,
  params: Omit<SetGroupInfoParams, 'groupID'>,
): { changes: GroupChanges; told: GroupInfoChange[] } => {
  const changes: GroupChanges = {}
  const told: GroupInfoChange[] = []
  const texts = [
    ['groupName', 1],
    ['introduction', 2],
    ['notification', 3],
    ['faceUrl', 4],
  ] as const
  for (const [name, type] of texts) {
    const value = params[name]
    if (value === undefined || value === group[name]) continue
    changes[name] = value
    told.push({ type, value })
  }
  if (params.customInfo !== undefined) {
    const merged = { ...group.customInfo }
    for (const [key, value] of Object.entries(params.customInfo)) {
      if ((merged[key] ?? '') === value) continue
      if (value === '') delete merged[key]
      else merged[key] = value
      told.push({ type: 6, key, value })
    }
    changes.customInfo = merged
  }
  if (params.isAllMuted !== undefined && params.isAllMuted !== group.isAllMuted) {
    changes.isAllMuted = params.isAllMuted
    told.push({ type: 8, boolValue: params.isAllMuted })
  }
  if (params.addOption !== undefined && params.addOption !== group.addOption) {
    changes.addOption = params.addOption
    told.push({ type: 11, intValue: params.addOption })
  }
  return { changes, told }
}
